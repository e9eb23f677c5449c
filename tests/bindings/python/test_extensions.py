"""What providers may offer beyond a login, from Python."""
import json
import unittest

from company import CONFIG, KEY, WRONG_CONFIG, AtWeCom, create, log_in

from idp_plugin import Host, LoginKind, ProviderError, Status, StepState


class Store:
    """idp.host.kv/1 in Python: a dict that never forgets, and fails while it is broken."""

    def __init__(self):
        self.values = {}
        self.broken = False

    def get(self, key):
        return self.all().get(key)

    def put(self, key, value, ttl_ms):
        self.all()[key] = value

    def put_if_absent(self, key, value, ttl_ms):
        return self.all().setdefault(key, value) is value

    def all(self):
        if self.broken:
            raise ConnectionError("the store is away")
        return self.values


class Extensions(AtWeCom):
    def test_a_form_learns_what_create_would_refuse(self):
        self.assertEqual(self.provider.check_config(CONFIG), [])
        issue = self.provider.check_config(CONFIG.replace("1000002", '"none"'), "zh-CN")[0]
        self.assertEqual(issue.pointer, "/agentid")
        self.assertTrue(issue.code)
        self.assertRegex(issue.text, "[\u4e00-\u9fff]")

    def test_a_button_tests_the_connection(self):
        seen = []
        good = self.wecom.self_test(locale="zh-CN", on_step=lambda step: seen.append((step.id, step.state)))
        self.assertTrue(good.passed)
        self.assertIn("token", [step.id for step in good.steps])
        self.assertEqual(seen[:2], [(good.steps[0].id, StepState.RUNNING), (good.steps[0].id, StepState.PASSED)])

    def test_a_test_of_the_connection_says_what_to_do(self):
        with create(self.provider, WRONG_CONFIG) as wrong:
            bad = wrong.self_test()
        self.assertFalse(bad.passed)
        failed = [step for step in bad.steps if step.state == StepState.FAILED]
        self.assertEqual([step.id for step in failed], ["token"])
        self.assertIn("Secret", failed[0].remedy)

    def test_what_a_sink_raises_comes_out_in_the_end(self):
        with self.assertRaises(KeyError):
            self.wecom.self_test(on_step=lambda step: {}[step.id])

    def test_a_login_page_gets_its_buttons(self):
        option = self.wecom.login_options("Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0", "zh-CN")[0]
        self.assertEqual((option.kind, option.mode), (LoginKind.REDIRECT, "qr"))
        self.assertIn("企业微信", option.label)
        self.assertTrue(option.icon.startswith(b"<svg"))

    def test_the_file_of_a_domain_is_a_route(self):
        proof = {"name": "WW_verify_7rG3kjVbXHngiald.txt", "content": "7rG3kjVbXHngiald"}
        with create(self.provider, json.dumps({**json.loads(CONFIG), "domain_verification": proof})) as verified:
            route = verified.http_routes()[0]
        self.assertEqual((route.method, route.path, route.body), ("GET", "/" + proof["name"], proof["content"].encode()))

    def test_an_extension_that_is_not_there_is_told(self):
        self.assertTrue(self.provider.offers("idp.bind-ticket/1"))
        self.assertFalse(self.provider.offers("idp.bind-ticket/2"))


class Tickets(AtWeCom):
    def setUp(self):
        super().setUp()
        self.store = Store()
        self.first, self.second = (create(self.provider, host=Host(kv=self.store)) for _ in range(2))
        self.addCleanup(self.second.destroy)
        self.addCleanup(self.first.destroy)
        self.account = log_in(self.first)

    def refusal(self, instance, ticket, binding):
        with self.assertRaises(ProviderError) as caught:
            instance.redeem_bind_ticket(ticket, binding)
        return caught.exception

    def test_a_ticket_is_the_account_once_for_instances_that_share_a_store(self):
        ticket = self.first.issue_bind_ticket(self.account, b"a session")
        self.assertEqual(ticket.lifetime_s, 600)
        self.assertEqual(self.refusal(self.second, ticket.ticket, b"another session").reason, "binding_mismatch")
        self.assertEqual(self.second.redeem_bind_ticket(ticket.ticket, b"a session").key, self.account.key)
        self.assertEqual(self.refusal(self.first, ticket.ticket, b"a session").status, Status.REPLAYED)

    def test_a_store_that_fails_burns_no_ticket(self):
        ticket = self.first.issue_bind_ticket(self.account, "a session").ticket
        self.store.broken = True
        with self.assertLogs("idp_plugin", "ERROR") as logged:
            why = self.refusal(self.first, ticket, "a session")
        self.assertEqual((why.status, why.reason), (Status.BUSY, "store"))
        self.assertIn("the store is away", logged.output[0])
        self.store.broken = False
        self.assertEqual(self.first.redeem_bind_ticket(ticket, "a session").display_name, self.account.display_name)

    def test_a_store_learns_neither_name_nor_secret(self):
        self.assertTrue(self.store.values)
        everything = b"".join(self.store.values.values())
        self.assertNotIn(b"zhangsan", everything.lower())
        self.assertNotIn(KEY, everything)

    def test_without_seal_keys_there_are_no_tickets(self):
        with self.provider.create(CONFIG, "keyless") as keyless, self.assertRaises(ProviderError) as caught:
            keyless.issue_bind_ticket(self.account, b"a session")
        self.assertEqual((caught.exception.status, caught.exception.reason), (Status.UNSUPPORTED, "no_seal_key"))


if __name__ == "__main__":
    unittest.main()
