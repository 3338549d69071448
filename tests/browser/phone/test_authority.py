"""A phone that trusts the office's authority keeps the page; one that was only told to go on does not."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import Browser

from tests.browser.phone.conftest import opened_office

HAS_CERTUTIL = shutil.which("certutil") is not None or os.environ.get("AIGAQ_NEEDS_BROWSER") == "1"
REGISTERED = "navigator.serviceWorker.getRegistrations().then(all => all.length)"


def trust(home: Path, certificate: Path) -> None:
    """Let the browser of a home folder trust the authority, as a person installs it on a phone."""
    folder, authority = home / ".pki" / "nssdb", home / "ca.crt"
    folder.mkdir(parents=True)
    _, signer = x509.load_pem_x509_certificates(certificate.read_bytes())
    authority.write_bytes(signer.public_bytes(Encoding.PEM))
    certutil = ["certutil", "-d", f"sql:{folder}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    subprocess.run([*certutil, "-A", "-n", "office", "-t", "C,,", "-i", str(authority)], check=True)


@pytest.mark.skipif(not HAS_CERTUTIL, reason="needs certutil (Debian: libnss3-tools)")
def test_the_page_is_kept_only_where_the_certificate_is_trusted(browser: Browser, tmp_path: Path) -> None:
    found = {}
    with opened_office(tmp_path, secure=True) as office:
        for trusted in (False, True):
            home = tmp_path / str(trusted)
            home.mkdir()
            if trusted:
                assert office.certificate is not None
                trust(home, office.certificate)
            with browser.browser_type.launch_persistent_context(
                str(home / "profile"),
                executable_path=shutil.which("chromium"),
                chromium_sandbox=os.geteuid() != 0,
                env={**os.environ, "HOME": str(home)},
                ignore_https_errors=not trusted,
            ) as context:
                page = context.new_page()
                page.goto(f"{office.url}/submit")
                page.wait_for_selector("#field")
                assert page.evaluate("isSecureContext")
                page.wait_for_timeout(1000)
                found[trusted] = page.evaluate(REGISTERED)
                if trusted:
                    context.set_offline(True)
                    page.reload()
                    assert page.title() == "Notes"
    assert found == {False: 0, True: 1}
