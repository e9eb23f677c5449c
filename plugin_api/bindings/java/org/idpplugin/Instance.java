// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One configuration of a provider, alive until close. */
public final class Instance implements AutoCloseable {
    private final Provider provider;
    private final Host host; // the provider holds its table
    private final Pointer self;
    private final AtomicLong opIds = new AtomicLong(1L << 62); // callers number theirs below
    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final List<Thread> inside = new ArrayList<>(); // guarded by this, as is closed
    private boolean closed;

    Instance(Provider provider, String instanceId, String configJson, List<byte[]> sealKeys, Host host)
            throws ProviderException {
        this.provider = provider;
        this.host = host;
        var request = new Abi.CreateRequest();
        var err = new Abi.Error();
        var out = new PointerByReference();
        try (var lent = new Borrowed()) {
            lent.lend(request.instance_id, instanceId);
            lent.lend(request.config_json, configJson);
            lent.lend(request.seal_keys, sealKeys);
            var arguments = new Object[] {host.table.getPointer(), request, out, err};
            ProviderException.throwUnlessOk(Function.getFunction(provider.table.create).invokeInt(arguments), err);
        }
        self = out.getValue();
    }

    /**
     * Ends running logins with CANCELLED, waits for all calls to leave, and gives everything back. Does nothing the second
     * time. Refused in a function of its host.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (inside.contains(Thread.currentThread()))
                throw new IllegalStateException("close was called from a function of the host that this instance is calling");
            if (closed) return;
            closed = true;
            waitUntilEmpty();
        }
        int status = Function.getFunction(provider.table.destroy).invokeInt(new Object[] {self});
        if (status != Status.OK.code) throw new IllegalStateException("the instance lives on: " + Status.of(status));
        Reference.reachabilityFence(host);
    }

    /** Begins a login. */
    public Authorization buildAuthorizeUrl(AuthorizeRequest from) throws ProviderException {
        var request = new Abi.AuthorizeRequest();
        var out = new Abi.AuthorizeResult();
        try (var lent = new Borrowed()) {
            request.flags = from.restarted ? Abi.AUTHORIZE_RESTARTED : 0;
            lent.lend(request.redirect_uri, from.redirectUri);
            lent.lend(request.context, from.context);
            lent.lend(request.purpose, from.purpose);
            lent.lend(request.binding, from.binding);
            lent.lend(request.mode, from.mode);
            lent.lend(request.user_agent, from.userAgent);
            lent.lend(request.locale, from.locale);
            ask(provider.table.build_authorize_url, request, out);
            return new Authorization(Borrowed.text(out.location), Borrowed.text(out.transaction), Borrowed.text(out.mode),
                out.lifetime_s);
        } finally {
            Provider.release(out);
        }
    }

    /** A hint, after the redirect was sent: somebody is about to come back. */
    public void prepare() throws ProviderException {
        ProviderException.throwUnlessOk(call(provider.table.prepare, self), new Abi.Error());
    }

    /** Looks at the login that came back. No network. */
    public Grant handleCallback(CallbackRequest from) throws ProviderException {
        var request = new Abi.CallbackRequest();
        var out = new Abi.Grant();
        try (var lent = new Borrowed()) {
            lent.lend(request.query, from.query);
            lent.lend(request.transactions,
                from.transactions.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toList());
            lent.lend(request.redirect_uri, from.redirectUri);
            lent.lend(request.purpose, from.purpose);
            lent.lend(request.binding, from.binding);
            lent.lend(request.locale, from.locale);
            ask(provider.table.handle_callback, request, out);
            return new Grant(Borrowed.bytes(out.context), Borrowed.text(out.purpose), Borrowed.text(out.mode),
                Borrowed.bytes(out.token), out.transaction_index);
        } finally {
            Provider.release(out);
        }
    }

    /** Asks the provider who this is: waits for the network, as long as is configured. */
    public Account resolveAccount(byte[] grantToken, String locale) throws ProviderException {
        return resolveAccount(grantToken, locale, 0, opIds.incrementAndGet());
    }

    /** The same with a timeout (0: as configured), and an id by which another thread can cancel it. */
    public Account resolveAccount(byte[] grantToken, String locale, int timeoutMs, long opId) throws ProviderException {
        var request = new Abi.ResolveRequest();
        var out = new Abi.Account();
        running.add(opId);
        try (var lent = new Borrowed()) {
            request.op_id = opId;
            request.timeout_ms = timeoutMs;
            lent.lend(request.grant_token, grantToken);
            lent.lend(request.locale, locale);
            ask(provider.table.resolve_account, request, out);
            return identity(out);
        } finally {
            running.remove(opId);
            Provider.release(out);
        }
    }

    /** Lets a running resolveAccount end with CANCELLED soon. False if there is none. */
    public boolean cancel(long opId) throws ProviderException {
        int status = call(provider.table.cancel, self, opId);
        if (status != Status.NO.code) ProviderException.throwUnlessOk(status, new Abi.Error());
        return status == Status.OK.code;
    }

    /** Nobody, if a provider should fail to say who: an empty key must never be looked up. */
    private static Account identity(Abi.Account out) throws ProviderException {
        if (out.issuer.len == 0 || out.subject.len == 0)
            throw ProviderException.of(Status.INTERNAL, "bug", "the provider gave an account without issuer or subject");
        return new Account(Borrowed.text(out.issuer), Borrowed.text(out.subject), Borrowed.text(out.display_name),
            Borrowed.text(out.email), Borrowed.text(out.phone), Borrowed.text(out.avatar_url), Borrowed.text(out.claims_json),
            out.verdict, out.flags);
    }

    private void ask(Pointer function, Abi.Sized request, Abi.Result out) throws ProviderException {
        var err = new Abi.Error();
        ProviderException.throwUnlessOk(call(function, self, request, out, err), err);
    }

    private int call(Pointer function, Object... arguments) throws ProviderException {
        synchronized (this) {
            if (closed) throw ProviderException.of(Status.INVALID, "closed", "the instance has been closed");
            inside.add(Thread.currentThread());
        }
        try {
            return Function.getFunction(function).invokeInt(arguments);
        } finally {
            synchronized (this) {
                inside.remove(Thread.currentThread());
                notifyAll();
            }
        }
    }

    /** One that has not reached the provider yet is unknown there: it is cancelled again. */
    private void waitUntilEmpty() {
        var interrupted = false;
        while (!inside.isEmpty()) {
            for (var each : running)
                Function.getFunction(provider.table.cancel).invokeInt(new Object[] {self, each});
            try {
                wait(10);
            } catch (InterruptedException why) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
