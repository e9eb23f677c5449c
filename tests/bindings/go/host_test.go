package bindings

import (
	"context"
	"errors"
	"fmt"

	"idpplugin"
)

func logIn(config string) (idpplugin.Account, error) {
	wecom, err := create(config, idpplugin.Host{})
	if err != nil {
		return idpplugin.Account{}, err
	}
	defer wecom.Destroy()
	grant, err := comeBack(wecom)
	if err != nil {
		return idpplugin.Account{}, err
	}
	return wecom.ResolveAccount(context.Background(), idpplugin.ResolveRequest{GrantToken: grant.Token, Locale: "en"})
}

// A small host: who a person of the simulated company is, and what people are told if the secret is wrong.
func Example() {
	account, err := logIn(config)
	fmt.Println(account.Issuer, account.Subject, err)
	_, err = logIn(wrongConfig)
	var refusal *idpplugin.Error
	if errors.As(err, &refusal) {
		fmt.Printf("%d %s: %s\n", refusal.Status, refusal.Reason, refusal.PublicText)
	}
	// Output:
	// wecom:ww3f6c1e8a2b9d4075 zhangsan <nil>
	// -6 credential: Sign-in with WeCom is not set up correctly. Please contact your administrator. (WeCom 40001)
}
