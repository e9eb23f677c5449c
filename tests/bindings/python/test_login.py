"""A login from Python: who it was, and what a host sees when it is refused."""
import os
import threading
import time
import unittest

from company import IN_WECOM, REDIRECT_URI, WRONG_CONFIG, AtWeCom, come_back, create, log_in, wecom_hangs

from idp_plugin import Audience, Host, ProviderError, Status, Verdict


class Login(AtWeCom):
    def test_a_member_signs_in(self):
        grant = come_back(self.wecom, context=b"/where to go \x00 next", user_agent=IN_WECOM)
        self.assertEqual((grant.context, grant.purpose, grant.mode, grant.transaction_index),
                         (b"/where to go \x00 next", "login", "in_app", 1))
        account = self.wecom.resolve_account(grant.token)
        self.assertEqual(account.key, ("wecom:ww3f6c1e8a2b9d4075", "zhangsan"))
        self.assertEqual(account.verdict, Verdict.MEMBER)
        self.assertEqual(account.claims["userid"], "ZhangSan")
        self.assertFalse(account.repeated)
        self.assertTrue(self.wecom.resolve_account(grant.token).repeated)

    def test_a_wrong_secret_is_the_administrators_problem(self):
        with create(self.provider, WRONG_CONFIG) as wrong, self.assertRaises(ProviderError) as caught:
            log_in(wrong)
        why = caught.exception
        self.assertEqual((why.status, why.reason, why.audience), (Status.UPSTREAM, "credential", Audience.ADMIN))
        self.assertEqual((why.upstream_code, why.http_status), (40001, 502))
        self.assertTrue(why.public_text)
        self.assertIn("the Secret is wrong", why.detail)
        self.assertNotIn("not-the-secret", str(why))

    def test_another_browsers_transaction_is_no_transaction(self):
        begun = self.wecom.build_authorize_url(REDIRECT_URI)
        with self.assertRaises(ProviderError) as caught:
            self.wecom.handle_callback("code=abc&state=\udcff", [begun.transaction], REDIRECT_URI, locale="zh-CN")
        self.assertEqual(caught.exception.status, Status.REJECTED)
        self.assertRegex(caught.exception.public_text, "[\u4e00-\u9fff]")

    def test_a_configuration_that_is_wrong_makes_no_instance(self):
        with self.assertRaises(ProviderError) as caught:
            self.provider.create("{}", "wecom")
        self.assertEqual((caught.exception.status, caught.exception.reason), (Status.CONFIG, "config_field"))

    def test_sixteen_threads_sign_in_at_once(self):
        accounts = []
        threads = [threading.Thread(target=lambda: accounts.append(log_in(self.wecom))) for _ in range(16)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual([each.subject for each in accounts], ["zhangsan"] * 16)


class Ending(AtWeCom):
    def resolve(self, wecom, token, ends, **words):
        try:
            ends.append(wecom.resolve_account(token, timeout_ms=30000, **words))
        except ProviderError as why:
            ends.append(why.status)

    def begin(self, wecom, asked, **words):
        """A login that waits for WeCom, on a thread of its own; asked is set when it asks what time it is, inside."""
        token, ends = come_back(wecom).token, []
        asked.clear()
        thread = threading.Thread(target=self.resolve, args=(wecom, token, ends), kwargs=words)
        thread.start()
        self.assertTrue(asked.wait(20))
        return thread, ends

    def setUp(self):
        super().setUp()
        self.asked = threading.Event()
        self.hasty = create(self.provider, host=Host(wall_clock_ms=self.clock))
        self.addCleanup(self.hasty.destroy)

    def clock(self):
        self.asked.set()
        return time.time_ns() // 1_000_000

    def test_another_thread_cancels(self):
        with wecom_hangs():
            thread, ends = self.begin(self.hasty, self.asked, op_id=7)
            while not self.hasty.cancel(7):
                pass
            thread.join()
        self.assertFalse(self.hasty.cancel(7))
        self.assertEqual(ends, [Status.CANCELLED])

    def test_destroy_ends_what_runs_and_refuses_what_comes(self):
        with wecom_hangs():
            thread, ends = self.begin(self.hasty, self.asked)
            self.hasty.destroy()
            thread.join()
        self.assertEqual(ends, [Status.CANCELLED])
        self.hasty.destroy()
        with self.assertRaises(ProviderError) as caught:
            self.hasty.prepare()
        self.assertEqual(caught.exception.reason, "closed")

    def test_an_instance_that_nobody_destroyed_is_told_of(self):
        with self.assertWarns(ResourceWarning):
            create(self.provider)

    def test_a_child_leaves_the_instance_of_its_parent_alone(self):
        child = os.fork()
        if child == 0:
            self.wecom.destroy()
            try:
                self.wecom.prepare()
            except ProviderError as why:
                os._exit(-why.status)
            os._exit(0)
        self.assertEqual(os.waitpid(child, 0)[1] >> 8, -Status.WRONG_PROCESS)
        self.assertEqual(log_in(self.wecom).subject, "zhangsan")


if __name__ == "__main__":
    unittest.main()
