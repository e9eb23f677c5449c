package bindings

import (
	"bytes"
	"context"
	"errors"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"idpplugin"
)

func resolve(wecom *idpplugin.Instance) (idpplugin.Account, error) {
	grant, err := comeBack(wecom)
	if err != nil {
		return idpplugin.Account{}, err
	}
	return wecom.ResolveAccount(context.Background(), idpplugin.ResolveRequest{GrantToken: grant.Token})
}

func TestGoroutinesSignInAtOnce(t *testing.T) {
	wecom := atWeCom(t, config, idpplugin.Host{})
	var all sync.WaitGroup
	for i := 0; i < 16; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			if account, err := resolve(wecom); err != nil || account.Subject != "zhangsan" {
				t.Error(account, err)
			}
		}()
	}
	all.Wait()
}

// hasty is an instance whose logins wait for WeCom, and that tells when a call has reached it: it asks for the time.
func hasty(t *testing.T) (*idpplugin.Instance, idpplugin.Grant, <-chan struct{}) {
	tell(t, "POST", "/faults", `{"path": "/cgi-bin/gettoken", "kind": "hang"}`)
	t.Cleanup(func() { tell(t, "DELETE", "/faults", "") })
	asked, begun := make(chan struct{}, 1), false
	wecom := atWeCom(t, config, idpplugin.Host{Now: func() time.Time {
		if begun {
			asked <- struct{}{}
			begun = false
		}
		return time.Now()
	}})
	grant, err := comeBack(wecom)
	if err != nil {
		t.Fatal(err)
	}
	begun = true
	return wecom, grant, asked
}

func TestAContextEndsALoginThatHangs(t *testing.T) {
	wecom, grant, asked := hasty(t)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-asked
		cancel()
	}()
	_, err := wecom.ResolveAccount(ctx, idpplugin.ResolveRequest{GrantToken: grant.Token})
	var refusal *idpplugin.Error
	if !errors.As(err, &refusal) || refusal.Status != idpplugin.Cancelled || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestADeadlineEndsALoginThatHangs(t *testing.T) {
	wecom, grant, _ := hasty(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err := wecom.ResolveAccount(ctx, idpplugin.ResolveRequest{GrantToken: grant.Token})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestDestroyEndsWhatRunsAndRefusesWhatComes(t *testing.T) {
	wecom, grant, asked := hasty(t)
	go func() {
		<-asked
		wecom.Destroy()
	}()
	request := idpplugin.ResolveRequest{GrantToken: grant.Token}
	var refusal *idpplugin.Error
	if _, err := wecom.ResolveAccount(context.Background(), request); !errors.As(err, &refusal) ||
		refusal.Status != idpplugin.Cancelled {
		t.Error(err)
	}
	if _, err := wecom.ResolveAccount(context.Background(), request); !errors.As(err, &refusal) ||
		refusal.Reason != "closed" {
		t.Error(err)
	}
}

func TestAPanicInTheHostEndsNothing(t *testing.T) {
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)
	wecom := atWeCom(t, config, idpplugin.Host{Log: func(record idpplugin.LogRecord) { panic(record.Text) }})
	for i := 0; i < 2; i++ {
		if account, err := resolve(wecom); err != nil || account.Subject != "zhangsan" {
			t.Error(account, err)
		}
		tell(t, "POST", "/tokens/revoke", "{}") // what the second login tells the log
	}
	if !strings.Contains(logged.String(), "WeCom refused the access token") {
		t.Error(logged.String())
	}
}

type brokenStore struct{ asked int }

func (s *brokenStore) Get(string) ([]byte, bool, error) {
	s.asked++
	return nil, false, errors.New("away")
}
func (s *brokenStore) Put(string, []byte, time.Duration) error { return errors.New("away") }
func (s *brokenStore) PutIfAbsent(string, []byte, time.Duration) (bool, error) {
	return false, errors.New("away")
}

func TestAStoreThatFailsMakesNoLoginFail(t *testing.T) {
	store, told := &brokenStore{}, 0
	wecom := atWeCom(t, config, idpplugin.Host{Store: store, Log: func(idpplugin.LogRecord) { told++ }})
	account, err := resolve(wecom)
	if err != nil || account.Subject != "zhangsan" || store.asked == 0 || told == 0 {
		t.Error(account, err, store.asked, told)
	}
}

type memory struct {
	mutex  sync.Mutex
	values map[string][]byte
}

func (m *memory) Get(key string) ([]byte, bool, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	value, found := m.values[key]
	return value, found, nil
}

func (m *memory) Put(key string, value []byte, _ time.Duration) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.values[key] = value
	return nil
}

func (m *memory) PutIfAbsent(key string, value []byte, ttl time.Duration) (bool, error) {
	if _, found, _ := m.Get(key); found {
		return false, nil
	}
	return true, m.Put(key, value, ttl)
}

func TestInstancesShareATokenThroughAStore(t *testing.T) {
	store := &memory{values: map[string][]byte{}}
	if _, err := resolve(atWeCom(t, config, idpplugin.Host{Store: store})); err != nil {
		t.Fatal(err)
	}
	tell(t, "POST", "/faults", `{"path": "/cgi-bin/gettoken", "kind": "errcode", "errcode": -1}`)
	defer tell(t, "DELETE", "/faults", "")
	if account, err := resolve(atWeCom(t, config, idpplugin.Host{Store: store})); err != nil || account.Subject != "zhangsan" {
		t.Error(account, err)
	}
}

func TestTheConnectionIsTested(t *testing.T) {
	passed, steps, err := atWeCom(t, config, idpplugin.Host{}).SelfTest(0, "zh-CN")
	if !passed || err != nil || len(steps) < 3 || steps[0].State != idpplugin.StepPassed {
		t.Error(passed, steps, err)
	}
	passed, steps, err = atWeCom(t, wrongConfig, idpplugin.Host{}).SelfTest(0, "en")
	if passed || err != nil || !strings.Contains(steps[len(steps)-1].Remedy+steps[len(steps)-2].Remedy, "Secret") {
		t.Error(passed, steps, err)
	}
}

func TestFilesThatAreNoProviders(t *testing.T) {
	bad := os.Getenv("BAD_PROVIDERS")
	for file, sentence := range map[string]string{
		"idp_wecom.so":                           "not an absolute path",
		"/nowhere.so":                            "no such file or directory",
		"/dev/null":                              "not a regular file",
		filepath.Join(bad, "libbad_no_entry.so"): "no idp_plugin_entry_v1: not a provider of ABI major 1",
		filepath.Join(bad, "libbad_short_table.so"):   "its table is incomplete",
		filepath.Join(bad, "libbad_newer_host.so"):    "needs host ABI 1.99, this is 1.0",
		filepath.Join(bad, "libbad_critical_flag.so"): "needs a feature this host does not know",
	} {
		if _, err := idpplugin.Open(file); err == nil || !strings.HasSuffix(err.Error(), sentence) {
			t.Error(file, err)
		}
	}
}

func TestAFormLearnsWhatCreateWouldRefuse(t *testing.T) {
	provider, err := idpplugin.Open(os.Getenv("IDP_PLUGIN"))
	if err != nil {
		t.Fatal(err)
	}
	issues, err := provider.CheckConfig(`{"corpid": 3}`, "en")
	if err != nil || len(issues) != 2 || issues[0].Pointer != "/corpid" {
		t.Error(issues, err)
	}
	if descriptor := provider.Descriptor(); descriptor.ID != "org.idpplugin.wecom" {
		t.Error(descriptor)
	}
}
