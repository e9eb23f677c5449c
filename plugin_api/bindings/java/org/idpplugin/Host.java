// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a host offers to providers. Its functions run on threads that are calling an instance, and must not call into one. What
 * they throw is logged, and ends nothing. Instances keep it, and with it the functions that C knows.
 */
public final class Host {
    /** idp_log_record. timeMs is when it happened; it may be delivered later. */
    public record LogRecord(int level, String text, long opId, long timeMs) {}

    private static final System.Logger logger = System.getLogger("org.idpplugin");
    private static final System.Logger.Level[] levels = {
        System.Logger.Level.ALL, System.Logger.Level.TRACE, System.Logger.Level.DEBUG, System.Logger.Level.INFO,
        System.Logger.Level.WARNING, System.Logger.Level.ERROR, System.Logger.Level.ERROR, System.Logger.Level.ERROR};

    final Abi.HostV1 table = new Abi.HostV1();
    private final Abi.HostKvV1 kv = new Abi.HostKvV1();
    private final Memory name = constant("java"), version = constant("1");

    /** Logs to the logger "org.idpplugin"; the system's clock; no store. */
    public Host() {
        this(Host::logToSystem, System::currentTimeMillis, null);
    }

    /** store may be null: none. */
    public Host(Consumer<LogRecord> log, LongSupplier wallClockMs, KeyValueStore store) {
        table.name = name;
        table.version = version;
        table.log = (ctx, record) -> contained(() -> {
            log.accept(recordAt(record));
            return null;
        }, null);
        table.wall_clock_ms = ctx -> contained(wallClockMs::getAsLong, 0L);
        table.get_extension = (ctx, id) -> store != null && id.equals(Abi.HOST_KV) ? kv.getPointer() : null;
        kv.get = (ctx, key, sink, user) -> status(() -> give(store.get(key(key)), sink, user));
        kv.put = (ctx, key, value, ttlMs) -> status(() -> {
            store.put(key(key), Borrowed.bytesAt(value), ttlMs);
            return true;
        });
        kv.put_if_absent = (ctx, key, value, ttlMs) ->
            status(() -> store.putIfAbsent(key(key), Borrowed.bytesAt(value), ttlMs));
        kv.write();
        table.write();
    }

    private static void logToSystem(LogRecord record) {
        logger.log(levels[Math.max(0, Math.min(record.level(), levels.length - 1))], record.text());
    }

    private static LogRecord recordAt(Pointer at) {
        var record = new Abi.LogRecord(at);
        return new LogRecord(record.level, Borrowed.text(record.text), record.op_id, record.time_ms);
    }

    private static boolean give(byte[] value, Pointer sink, Pointer user) {
        if (value == null) return false;
        try (var lent = new Memory(Math.max(1, value.length))) {
            lent.write(0, value, 0, value.length);
            Function.getFunction(sink).invokeVoid(new Object[] {user, lent, (long) value.length});
        }
        return true;
    }

    private static int status(Callable<Boolean> use) {
        return contained(() -> use.call() ? Status.OK.code : Status.NO.code, Status.INTERNAL.code);
    }

    /** Lets nothing out to the provider; JNA would answer 0, which is OK. */
    private static <T> T contained(Callable<T> function, T failing) {
        try {
            return function.call();
        } catch (Throwable why) {
            logger.log(System.Logger.Level.ERROR, "a function of the host threw", why);
            return failing;
        }
    }

    private static String key(Pointer at) {
        return new String(Borrowed.bytesAt(at), StandardCharsets.UTF_8);
    }

    private static Memory constant(String text) {
        var out = new Memory(text.length() + 1);
        out.setString(0, text);
        return out;
    }
}
