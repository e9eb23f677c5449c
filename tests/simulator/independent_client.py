"""Logs in to WeCom as its documentation says, with the real host names on port 443. Knows nothing of the simulator
but the header that stands for the person at the page. Usage: independent_client.py CA_FILE"""
import http.client, json, ssl, sys
from urllib.parse import parse_qs, urlencode, urlsplit

CORPID, AGENTID = "ww3f6c1e8a2b9d4075", "1000002"
SECRET = "iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW"
CALLBACK = "https://sso.example.com/callback?from=wecom"
STATE = "state123"
TRUST = ssl.create_default_context(cafile=sys.argv[1])


def get(host, path, query, headers={}):
    connection = http.client.HTTPSConnection(host, context=TRUST, timeout=10)
    connection.request("GET", path + "?" + urlencode(query), headers=headers)
    return connection.getresponse()


def api(path, **query):
    answer = json.load(get("qyapi.weixin.qq.com", "/cgi-bin/" + path, query))
    assert answer.get("errcode", 0) == 0, answer
    return answer


def code_from(host, path, user_agent, **query):
    headers = {"User-Agent": user_agent, "X-Simulate-Member": "zhangsan"}
    page = get(host, path, dict(query, appid=CORPID, agentid=AGENTID, redirect_uri=CALLBACK, state=STATE), headers)
    assert page.status == 302, page.read().decode()
    callback = urlsplit(page.getheader("Location"))
    answer = parse_qs(callback.query)
    assert callback.hostname == "sso.example.com" and answer["from"] == ["wecom"] and answer["state"] == [STATE]
    return answer["code"][0]


token = api("gettoken", corpid=CORPID, corpsecret=SECRET)["access_token"]
for code in (
    code_from("login.work.weixin.qq.com", "/wwlogin/sso/login", "Firefox", login_type="CorpApp"),
    code_from("open.work.weixin.qq.com", "/wwopen/sso/qrConnect", "Firefox"),
    code_from("open.weixin.qq.com", "/connect/oauth2/authorize", "wxwork/4.1.6", response_type="code", scope="snsapi_base"),
):
    userid = api("auth/getuserinfo", access_token=token, code=code)["userid"]
    member = api("user/get", access_token=token, userid=userid)
    assert (member["userid"], member["status"]) == ("ZhangSan", 1), member
print("logged in as", member["userid"], member["name"])
