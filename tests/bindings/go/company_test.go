package bindings

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"idpplugin"
)

// The company of with_simulator.sh.
const redirectURI = "http://127.0.0.1:8080/callback"

var (
	config      = os.Getenv("WECOM_CONFIG")
	wrongConfig = strings.ReplaceAll(config, os.Getenv("WECOM_SECRET"), "not-the-secret")
	key         = []byte("a key that all processes have....")
)

func create(config string, host idpplugin.Host) (*idpplugin.Instance, error) {
	provider, err := idpplugin.Open(os.Getenv("IDP_PLUGIN"))
	if err != nil {
		return nil, err
	}
	return provider.Create("wecom", config, [][]byte{key}, host)
}

// atWeCom is an instance that is destroyed when the test ends.
func atWeCom(t *testing.T, config string, host idpplugin.Host) *idpplugin.Instance {
	t.Helper()
	wecom, err := create(config, host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(wecom.Destroy)
	return wecom
}

// comeBack is the way of a person's browser to WeCom and back.
func comeBack(wecom *idpplugin.Instance) (idpplugin.Grant, error) {
	begun, err := wecom.BuildAuthorizeURL(idpplugin.AuthorizeRequest{RedirectURI: redirectURI, Context: []byte("/next")})
	if err != nil {
		return idpplugin.Grant{}, err
	}
	wecom.Prepare()
	query, err := exec.Command(os.Getenv("WECOM_WALK"), begun.Location, redirectURI).Output()
	if err != nil {
		return idpplugin.Grant{}, err
	}
	return wecom.HandleCallback(idpplugin.CallbackRequest{Query: strings.TrimSpace(string(query)),
		Transactions: []string{begun.Transaction}, RedirectURI: redirectURI, Locale: "en"})
}

func tell(t *testing.T, method, route, body string) {
	t.Helper()
	address := os.Getenv("WECOM_CONTROL") + route
	if err := exec.Command("curl", "-fsS", "-X", method, "-d", body, address).Run(); err != nil {
		t.Fatal(err)
	}
}
