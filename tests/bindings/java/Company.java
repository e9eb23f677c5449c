import org.idpplugin.AuthorizeRequest;
import org.idpplugin.CallbackRequest;
import org.idpplugin.Grant;
import org.idpplugin.Host;
import org.idpplugin.Instance;
import org.idpplugin.Provider;

import java.nio.file.Path;
import java.util.List;

/** The company of with_simulator.sh. */
final class Company {
    static final String REDIRECT_URI = "http://127.0.0.1:8080/callback";
    static final String CONFIG = System.getenv("WECOM_CONFIG");
    static final String WRONG_CONFIG = CONFIG.replace(System.getenv("WECOM_SECRET"), "not-the-secret");

    private Company() {}

    static Instance create(String config, Host host) throws Exception {
        return Provider.open(Path.of(System.getenv("IDP_PLUGIN"))).create("wecom", config, List.of(new byte[32]), host);
    }

    /** A person has been to WeCom. */
    static Grant comeBack(Instance wecom) throws Exception {
        var begin = new AuthorizeRequest(REDIRECT_URI);
        begin.context = "/next".getBytes();
        var begun = wecom.buildAuthorizeUrl(begin);
        wecom.prepare();
        var query = run(System.getenv("WECOM_WALK"), begun.location(), REDIRECT_URI);
        return wecom.handleCallback(new CallbackRequest(query, List.of("of another login", begun.transaction()), REDIRECT_URI));
    }

    static void tell(String method, String route, String body) throws Exception {
        run("curl", "-fsS", "-X", method, "-d", body, System.getenv("WECOM_CONTROL") + route);
    }

    private static String run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) throw new IllegalStateException(String.join(" ", command));
        return said;
    }
}
