"""Every error a user can meet: a code and a fixed sentence that says what to do.

Invariant: no error carries text, names or file names from the data, not even as its cause; raise with
`from None` where the cause could quote them.
"""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    # intake: why a file was not accepted (the codes of the batch contract)
    "empty": "The file holds no text. Check that it was saved or exported completely.",
    "damaged": "The file is damaged and cannot be read. Ask for it again or repair it in its own program.",
    "password": "The file is protected by a password. Save a copy without one and try again.",
    "image_only": "The file holds pictures without text. Install text recognition (make ocr) and use --ocr.",
    "archive_bomb": "The file unpacks to far more than its size allows. It was not read.",
    "entity_expansion": "The file defines XML entities, which are never read. Save it anew.",
    "not_text": "The file says it is text but is not. Check what kind of file it is.",
    "unsupported": "Files of this kind cannot be read. Save it as .docx or .txt.",
    "too_large": "The file is larger than the limit. Split it into one file a statement.",
    "too_many_pages": "The document has more pages than the limit. Split it into one file a statement.",
    "changed": "The file changed while it was read. Run the command again when it is complete.",
    "several": "The file holds several statements. Put it into a folder and use: aigaq batch",
    "too_nested": "Archives or messages lie in each other too deeply. Unpack them and try again.",
    "too_slow": "Reading the file took longer than the limit and was stopped. Save it anew or as .txt.",
    "too_much_memory": "Reading the file took more memory than the limit. Split it or save it as .txt.",
    "no_statement_column": "No column of the export looks like statements. Name it with --column.",
    "ocr_missing": "Text recognition is not installed. Install Tesseract with Russian, Kazakh and English.",
    "no_consent": "Consent was refused or is missing. The statement was not taken in.",
    "test_entry": "This looks like a test entry and not a statement.",
    "symlink": "Links are never followed. Copy the file itself into the folder.",
    "system_file": "A file of the system or a lock file, not a statement.",
    "covering_note": "A note that came with attachments; the attachments were taken in. "
    "Take it in by itself if it is a statement.",
    # redact
    "scan_failed": "The text could not be scanned. Nothing of it was stored or shown; report the code.",
    "pipeline_missing": "The language model is missing. Install the program anew.",
    "pipeline_changed": "The language model is not the one this version was released with. Install it anew.",
    "cluster_missing": "The library for clusters is not installed. Run: make cluster",
    "scheduler_insecure": "Texts go to other machines only under TLS. Use tls://HOST:PORT with --tls-ca, --tls-cert "
    "and --tls-key; tcp:// is for this machine alone.",
    "scheduler_unreachable": "No scheduler with workers of this version answers there, or not any more. "
    "What was finished is stored; check it and the certificates, then run the same command again.",
    "bad_line": "This line is not JSON with a string 'id' and a string 'text'.",
    "gold_not_read": "A line is not JSON with the fields of an annotated statement. See docs/evaluate.md.",
    "gold_offsets": "A span's words do not stand in the text from its start to its end. Count characters from 0.",
    "gold_unknown": "A language, type or abuse code that the scheme does not have. See docs/evaluate.md.",
    "gold_twice": "Two statements have the same id. Give each its own.",
    # store
    "store_missing": "There is no store at this place. Create one with: aigaq init",
    "store_exists": "There is a store at this place already. Choose another place or remove it first.",
    "store_locked": "The store's passphrase does not open it. Check AIGAQ_PASSPHRASE_FILE or type it again.",
    "store_newer": "The store needs another version of aigaq. Run: aigaq doctor",
    "keys_missing": "The wrapped keys (*.keys) are missing beside the store. Restore both from a backup.",
    "reviewer_locked": "Nobody opens here with this name and passphrase. Check both and try again.",
    "reviewer_needed": "This text is not approved yet: a reviewer's name and passphrase are needed.",
    "passphrase_missing": "No passphrase was given. Set the variable that names its file or use a terminal.",
    "passphrase_short": "The passphrase is too short. Use at least 12 characters; several words are best.",
    "bad_identity": "This is not the identity that opens here. It begins with AGE-SECRET-KEY-1.",
    "name_missing": "A name is needed.",
    "user_exists": "There is a user of this name already. Choose another name.",
    "no_such_user": "There is no active user of this name. See: aigaq user list",
    "last_reviewer": "This is the last reviewer: nobody could open the texts. Add another one first.",
    "bad_recipient": "This is not an age recipient. It begins with age1 and is 62 characters long.",
    "no_such_statement": "There is no statement with this id. See: aigaq list",
    "no_such_case": "There is no case of this name. See: aigaq list",
    "record_damaged": "The sealed record cannot be opened or does not fit its statement. Restore a backup.",
    "store_damaged": "The store and its keys file do not fit or are damaged. Restore both from one backup.",
    "store_busy": "Another program is writing to the store. Wait until it is done and try again.",
    "store_unwritable": "The store's place cannot be written to. Check the folder and its permissions.",
    "store_unset": "No store was named. Set AIGAQ_STORE to its path.",
    "store_full": "The disk is full or fails. What was finished is stored; make room and try again.",
    "no_encryption": "The library that encrypts is missing. Nothing was opened; install the program anew.",
    "driver_missing": "The driver of PostgreSQL is not installed. Run: make postgres",
    "server_unknown": "Only PostgreSQL can be the store's server. Write postgresql+psycopg://user@host/database",
    "server_unsafe": "The connection to this server would not be checked. Add sslmode=verify-full to the URL of the store.",
    "server_unreachable": "The database server cannot be reached or refuses. Check that it runs, the URL, the user and the certificate.",
    "server_encoding": "This database does not keep its texts as UTF-8. Create another one with: createdb --encoding=UTF8 --template=template0",
    "keys_unnamed": "A store on a server needs a keys file on this machine. Add aigaq_keys=PATH to the URL of the store.",
    "move_failed": "The copy is not the same as the store and was not kept. Nothing was removed; run: aigaq doctor",
    "backup_failed": "The backup could not be made or checked. Nothing was removed; try another place.",
    "duplicate": "This text is in the store already. It was not stored again.",
    "unsafe_settings": "The database did not take the settings that keep texts off the disk. Install the program anew.",
    "backup_damaged": "The backup is damaged or not whole. Nothing was changed; try an earlier one.",
    "rekey_failed": "The store's key could not be changed; the old one still opens it. Make room and try again.",
    "server_store": "This store is on a database server. Use the server's own backups, or copy it to a file: aigaq migrate-store",
    # envelopes and devices
    "envelope_damaged": "The envelope is damaged, cut short or not ours in kind. Ask for it to be sealed again.",
    "envelope_foreign": "The envelope was sealed to another office, or to an intake key that was forgotten.",
    "envelope_forged": "The signature in the envelope does not fit it. Do not trust it; ask who handed it in.",
    "envelope_forwarded": "The envelope was signed for another office and passed on. Ask for one made for this.",
    "envelope_seen": "The envelope was received before. It was not taken in again.",
    "device_unknown": "A device that is not enrolled signed the envelope. See: aigaq device enrol",
    "device_revoked": "A device that was revoked signed the envelope. Nothing of it was taken in.",
    "device_unset": "No key of this device was named. Set AIGAQ_DEVICE to its path; see: aigaq device new",
    "device_locked": "The passphrase does not open this device's key. Check it and try again.",
    "bad_device_key": "This is no device's key, or it is damaged. A public one begins with aigaq-device-.",
    "device_exists": "A device with this key or label is enrolled already. See: aigaq device list",
    "no_such_device": "There is no device with this label or id. See: aigaq device list",
    "no_such_receipt": "No envelope with this receipt was received. Check the code, or ask for the envelope.",
    "bad_card": "No phone is enrolled with this card: it was used, has run out or is mistyped. Ask for another.",
    "answer_unfit": "This answers no open question to this phone: it was answered before, or is gone.",
    "not_asked": "No withdrawal of this statement is asked for, or it was declined. See its comments.",
    "inbox_full": "The inbox of the office is full. Run aigaq receive there, then send again.",
    "place_taken": "There is a file at this place already. Choose another place.",
    "unwritable": "This place cannot be written to, or the disk is full. Check the folder and make room.",
    "bad_consent": "This is not a record of consent as it should be. See: aigaq consent --help",
    "withdrawn": "This statement was withdrawn: its text is gone and is not taken in again.",
    "withdrawn_traces": "The statement is withdrawn, but old pages of the file may still hold its sealed record. "
    "Close other programs that use the store and withdraw it once more.",
    "withdrawals_damaged": "The list of withdrawals beside the store is damaged or another store's. "
    "Put back a copy of it, or remove it and withdraw once more. What was withdrawn stays withdrawn.",
    # audit
    "auditor_needed": "An auditor's name and passphrase are needed. See: aigaq user add --help",
    "auditor_locked": "No auditor opens with this name and passphrase. Check both and try again.",
    "journal_broken": "The journal and the store do not fit; nothing was signed. See: aigaq audit verify",
    "checkpoint_unreadable": "This is no checkpoint: neither its file nor the whole text of its code.",
    # review
    "bad_decision": "This decision does not fit the statement as it is now. Reload the page and decide again.",
    "claimed": "Another reviewer is at work on this statement. Take another one, or wait until it is free.",
    "undecided": "Something is not decided yet: each unsure place, each suspect and each identity needs a word.",
    "approved_before": "You approved this statement already: a second person must confirm it.",
    "changed_meanwhile": "The statement was changed meanwhile. Look at what changed, then approve.",
    "blocked": "A recogniser failed on this statement. It cannot be approved; scan it again in the review.",
    "found_again": "The last scan found something in the redacted text. Decide on it, then approve.",
    "several_reviewers": "There are several reviewers, so two of them approve. An office of one may choose this.",
    "bad_setting": "There is no such setting or value. See: aigaq settings --help",
    "port_taken": "The port is in use, or the address is not this machine's. Name another with --port or --host.",
    "tls_needed": "Other machines may connect only under TLS. Use --host 127.0.0.1, or give a certificate.",
    "bad_address": "Phones need an address like https://192.168.1.20:8765; http:// is for this machine alone.",
    "bad_certificate": "The certificate and key are no PEM files that fit and hold today; the key must not be encrypted.",
    # releases
    "no_such_release": "There is no release with this id. See: aigaq share log",
    "nothing_to_release": "No statement of this case may go to this audience and recipient. The list says why.",
    "release_blocked": "The gate found something that must not leave. See: the list above, or aigaq review",
    "release_changed": "Statements changed while the bundle was made. Nothing was released; try again.",
    "recipient_needed": "For this audience somebody must be named. Use --to NAME.",
    "bundle_damaged": "The bundle is not as it was made: a file is changed, missing or too many.",
    "bundle_unreadable": "This is no bundle of Aigaq, or its manifest is damaged.",
    "bundle_forged": "The signature of the manifest does not fit, or it is another office's. Ask who sent it.",
    "bad_reference": "The reference table is not as it should be. See: docs/releases.md",
    # general
    "no_such_file": "There is no readable file or folder at this place. Check the path.",
    "interrupted": "Interrupted. What was finished is stored; run the same command again to go on.",
    "internal": "Something went wrong inside the program. Nothing was lost; report the code.",
}


class AigaqError(Exception):
    """An error with a code of SENTENCES; str() is the code and its fixed sentence.

    `line`, the number of a line in a file of the user's, is all that may be added.
    """

    def __init__(self, code: str, *, line: int | None = None) -> None:
        self.code = code if code in SENTENCES else "internal"
        self.message = SENTENCES[self.code] + (f" Line {line}." if line is not None else "")
        super().__init__(f"{self.code}: {self.message}")
