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
    "image_only": "The file holds pictures without text. Run text recognition (OCR) on it first.",
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
    "bad_line": "This line is not JSON with a string 'id' and a string 'text'.",
    # store
    "store_missing": "There is no store at this place. Create one with: aigaq init",
    "store_exists": "There is a store at this place already. Choose another place or remove it first.",
    "store_locked": "The store's passphrase does not open it. Check AIGAQ_PASSPHRASE_FILE or type it again.",
    "store_newer": "The store needs another version of aigaq. Run: aigaq doctor",
    "keys_missing": "The wrapped keys (*.keys) are missing beside the store. Restore both from a backup.",
    "reviewer_locked": "No reviewer opens with this name and passphrase. Check both and try again.",
    "reviewer_needed": "This text is not approved yet: a reviewer's name and passphrase are needed.",
    "passphrase_missing": "No passphrase was given. Set the variable that names its file or use a terminal.",
    "passphrase_short": "The passphrase is too short. Use at least 12 characters; several words are best.",
    "bad_recipient": "This is not an age recipient. It begins with age1 and is 62 characters long.",
    "no_such_statement": "There is no statement with this id. See: aigaq list",
    "record_damaged": "The sealed record cannot be opened or does not fit its statement. Restore a backup.",
    "store_damaged": "The store and its keys file do not fit or are damaged. Restore both from one backup.",
    "store_busy": "Another program is writing to the store. Wait until it is done and try again.",
    "store_unwritable": "The store's place cannot be written to. Check the folder and its permissions.",
    "store_unset": "No store was named. Set AIGAQ_STORE to its path.",
    "store_full": "The disk is full or fails. What was finished is stored; make room and try again.",
    "no_encryption": "The library that encrypts is missing. Nothing was opened; install the program anew.",
    "driver_missing": "The driver of this database server is not installed. Use a file as the store.",
    "backup_failed": "The backup could not be made or checked. Nothing was removed; try another place.",
    "duplicate": "This text is in the store already. It was not stored again.",
    # general
    "no_such_file": "There is no readable file or folder at this place. Check the path.",
    "interrupted": "Interrupted. What was finished is stored; run the same command again to go on.",
    "internal": "Something went wrong inside the program. Nothing was lost; report the code.",
}


class AigaqError(Exception):
    """An error with a code of SENTENCES; str() is the code and its fixed sentence."""

    def __init__(self, code: str) -> None:
        self.code = code if code in SENTENCES else "internal"
        self.message = SENTENCES[self.code]
        super().__init__(f"{self.code}: {self.message}")
