"""What the provider gets from a host in Python, and what a host that raises does to it: nothing."""
import hashlib
import logging
import os
import ssl
import unittest
import urllib.request

from company import REDIRECT_URI, AtWeCom, create, log_in, tell, walk
from cryptography.hazmat.primitives import hashes

from idp_plugin import Host, Level, ProviderError, Status


class Callbacks(AtWeCom):
    def log_in_after_the_token_was_revoked(self, wecom):
        """WeCom refuses the token that the instance has, which is worth a record."""
        log_in(wecom)
        tell("/tokens/revoke", {})
        return log_in(wecom)

    def test_the_log_goes_to_logging(self):
        with self.assertLogs("idp_plugin", "INFO") as logged:
            self.log_in_after_the_token_was_revoked(self.wecom)
        self.assertIn("WeCom refused the access token", logged.output[0])
        self.assertEqual([each.logging_level for each in (Level.TRACE, Level.DEBUG, Level.ERROR, Level.HOST_MISBEHAVED)],
                         [5, logging.DEBUG, logging.ERROR, logging.ERROR])

    def test_a_log_that_raises_hinders_no_login(self):
        def log(record):
            raise RuntimeError(record.text)

        with create(self.provider, host=Host(log=log)) as wecom, self.assertLogs("idp_plugin", "ERROR") as logged:
            self.assertEqual(self.log_in_after_the_token_was_revoked(wecom).subject, "zhangsan")
        self.assertIn("RuntimeError", logged.output[0])

    def test_the_clock_is_the_hosts(self):
        begun = self.wecom.build_authorize_url(REDIRECT_URI)
        query = walk(begun.location)
        with create(self.provider, host=Host(wall_clock_ms=lambda: 4_000_000_000_000)) as late:
            with self.assertRaises(ProviderError) as caught:
                late.handle_callback(query, [begun.transaction], REDIRECT_URI)
        self.assertEqual((caught.exception.status, caught.exception.reason), (Status.RESTART, "expired"))

    def test_ctrl_c_in_a_function_of_the_host_comes_out_of_the_call(self):
        def clock():
            raise KeyboardInterrupt

        with create(self.provider, host=Host(wall_clock_ms=clock)) as wecom:
            with self.assertRaises(KeyboardInterrupt):
                wecom.build_authorize_url(REDIRECT_URI)

    def test_an_instance_cannot_be_destroyed_from_inside(self):
        refusals = []

        def clock():
            try:
                wecom.destroy()
            except ProviderError as why:
                refusals.append((why.status, why.reason))
            return 0

        with create(self.provider, host=Host(wall_clock_ms=clock)) as wecom:
            wecom.build_authorize_url(REDIRECT_URI)
        self.assertEqual(set(refusals), {(Status.INVALID, "reentrant")})


class Neighbours(AtWeCom):
    """CPython and cryptography have an OpenSSL of their own in this process."""

    def test_digests_and_tls_are_right_after_a_login(self):
        self.assertEqual(log_in(self.wecom).subject, "zhangsan")
        expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        self.assertEqual(hashlib.sha256(b"abc").hexdigest(), expected)
        digest = hashes.Hash(hashes.SHA256())
        digest.update(b"abc")
        self.assertEqual(digest.finalize().hex(), expected)
        trusting = ssl.create_default_context(cafile=os.environ["WECOM_CA"])
        origin = self.wecom.build_authorize_url(REDIRECT_URI, mode="qr").location.split("/wwlogin")[0]
        with urllib.request.urlopen(origin + "/cgi-bin/gettoken", context=trusting) as answer:
            self.assertIn(b"41004", answer.read())


if __name__ == "__main__":
    unittest.main()
