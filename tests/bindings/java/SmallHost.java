import org.idpplugin.Host;
import org.idpplugin.ProviderException;

/** Prints who a person of the simulated company is, and what people are told if the secret is wrong. */
final class SmallHost {
    private SmallHost() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(logIn(Company.CONFIG));
        try {
            System.out.println(logIn(Company.WRONG_CONFIG));
        } catch (ProviderException why) {
            System.out.println(why.status.code + " " + why.reason + ": " + why.publicText);
        }
    }

    private static String logIn(String config) throws Exception {
        try (var wecom = Company.create(config, new Host())) {
            var account = wecom.resolveAccount(Company.comeBack(wecom).token(), "en");
            return account.issuer() + " " + account.subject();
        }
    }
}
