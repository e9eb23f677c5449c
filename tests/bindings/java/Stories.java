import org.idpplugin.Host;
import org.idpplugin.Instance;
import org.idpplugin.KeyValueStore;
import org.idpplugin.Layout;
import org.idpplugin.LoadException;
import org.idpplugin.Provider;
import org.idpplugin.ProviderException;
import org.idpplugin.Status;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.logging.Logger;

/** What a host in Java may rely on. Ends with the first thing that is otherwise. Usage: Stories LAYOUT_TXT */
final class Stories {
    private Stories() {}

    public static void main(String[] arguments) throws Exception {
        Layout.check(Path.of(arguments[0]));
        threadsSignInAtOnce();
        anotherThreadCancels();
        closeEndsWhatRunsAndRefusesWhatComes();
        whatTheHostThrowsEndsNothing();
        instancesShareATokenThroughAStore();
        aFormLearnsWhatCreateWouldRefuse();
        filesThatAreNoProvidersAreRefused();
    }

    private static void threadsSignInAtOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(16);
        try (var wecom = Company.create(Company.CONFIG, new Host())) {
            var grant = Company.comeBack(wecom);
            expect("/next", new String(grant.context()));
            expect(1, grant.transactionIndex());
            Callable<String> login = () -> wecom.resolveAccount(Company.comeBack(wecom).token(), "").subject();
            for (var each : threads.invokeAll(Collections.nCopies(16, login)))
                expect("zhangsan", each.get());
        } finally {
            threads.shutdown();
        }
    }

    private interface Ending {
        void end(Instance wecom) throws Exception;
    }

    /** A login waits for WeCom, and something ends it. */
    private static void whileWeComHangs(Ending ending) throws Exception {
        var asked = new CountDownLatch[] {new CountDownLatch(1)};
        var host = new Host(record -> {}, () -> {
            asked[0].countDown();
            return System.currentTimeMillis();
        }, null);
        Company.tell("POST", "/faults", "{\"path\": \"/cgi-bin/gettoken\", \"kind\": \"hang\"}");
        try (var wecom = Company.create(Company.CONFIG, host)) {
            var token = Company.comeBack(wecom).token();
            asked[0] = new CountDownLatch(1);
            var thread = Executors.newSingleThreadExecutor();
            var login = thread.submit(() -> refusal(() -> wecom.resolveAccount(token, "", 0, 7)));
            asked[0].await();
            ending.end(wecom);
            expect(Status.CANCELLED, login.get().status);
            thread.shutdown();
        } finally {
            Company.tell("DELETE", "/faults", "");
        }
    }

    private static void anotherThreadCancels() throws Exception {
        whileWeComHangs(wecom -> {
            while (!wecom.cancel(7)) Thread.onSpinWait();
        });
    }

    private static void closeEndsWhatRunsAndRefusesWhatComes() throws Exception {
        whileWeComHangs(wecom -> {
            wecom.close();
            expect("closed", refusal(() -> wecom.cancel(7)).reason);
        });
    }

    private static void whatTheHostThrowsEndsNothing() throws Exception {
        var told = new ArrayList<String>();
        var logger = Logger.getLogger("org.idpplugin");
        logger.setFilter(record -> {
            told.add(record.getThrown().getMessage());
            return false;
        });
        KeyValueStore away = new Shared() {
            @Override
            public byte[] get(String key) {
                throw new IllegalStateException("the store is away");
            }
        };
        var host = new Host(record -> {
            throw new IllegalStateException(record.text());
        }, System::currentTimeMillis, away);
        try (var wecom = Company.create(Company.CONFIG, host)) {
            expect("zhangsan", wecom.resolveAccount(Company.comeBack(wecom).token(), "").subject());
            Company.tell("POST", "/tokens/revoke", "{}"); // what the second login tells the log
            expect("zhangsan", wecom.resolveAccount(Company.comeBack(wecom).token(), "").subject());
        }
        logger.setFilter(null);
        expect(true, told.contains("the store is away"));
        expect(true, told.stream().anyMatch(each -> each.startsWith("WeCom refused the access token")));
    }

    private static class Shared implements KeyValueStore {
        private final Map<String, byte[]> values = new ConcurrentHashMap<>();

        @Override
        public byte[] get(String key) {
            return values.get(key);
        }

        @Override
        public void put(String key, byte[] value, int ttlMs) {
            values.put(key, value);
        }

        @Override
        public boolean putIfAbsent(String key, byte[] value, int ttlMs) {
            return values.putIfAbsent(key, value) == null;
        }
    }

    private static void instancesShareATokenThroughAStore() throws Exception {
        var host = new Host(record -> {}, System::currentTimeMillis, new Shared());
        try (var first = Company.create(Company.CONFIG, host); var second = Company.create(Company.CONFIG, host)) {
            first.resolveAccount(Company.comeBack(first).token(), "");
            Company.tell("POST", "/faults", "{\"path\": \"/cgi-bin/gettoken\", \"kind\": \"errcode\", \"errcode\": -1}");
            expect("zhangsan", second.resolveAccount(Company.comeBack(second).token(), "").subject());
        } finally {
            Company.tell("DELETE", "/faults", "");
        }
    }

    private static void aFormLearnsWhatCreateWouldRefuse() throws Exception {
        var provider = Provider.open(Path.of(System.getenv("IDP_PLUGIN")));
        expect("org.idpplugin.wecom", provider.id());
        expect(true, provider.configSchema().contains("corpsecret"));
        expect(0, provider.checkConfig(Company.CONFIG, "en").size());
        expect("/corpid", provider.checkConfig("{\"corpid\": 3}", "en").get(0).pointer());
    }

    private static void filesThatAreNoProvidersAreRefused() throws Exception {
        var bad = System.getenv("BAD_PROVIDERS");
        var sentences = Map.of("idp_wecom.so", "not an absolute path", "/nowhere.so", "No such file or directory", "/dev/null",
            "not a regular file", bad + "/libbad_no_entry.so", "no idp_plugin_entry_v1: not a provider of ABI major 1",
            bad + "/libbad_short_table.so", "its table is incomplete", bad + "/libbad_newer_host.so",
            "needs host ABI 1.99, this is 1.0", bad + "/libbad_critical_flag.so", "needs a feature this host does not know");
        for (var each : sentences.entrySet()) {
            try {
                Provider.open(Path.of(each.getKey()));
                throw new AssertionError(each.getKey() + " was taken");
            } catch (LoadException why) {
                expect(each.getKey() + ": " + each.getValue(), why.getMessage());
            }
        }
    }

    private static ProviderException refusal(Callable<?> call) throws Exception {
        try {
            throw new AssertionError("not refused: " + call.call());
        } catch (ProviderException why) {
            return why;
        }
    }

    private static void expect(Object expected, Object seen) {
        if (!expected.equals(seen)) throw new AssertionError("expected " + expected + ", not " + seen);
    }
}
