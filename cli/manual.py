"""The operator's manual: what `./crm --help` prints."""

INTRODUCTION = """\
Guanxi on one machine. Nothing has to be there but Python 3.11: the first command makes the
environment .venv from locked versions and, where it is missing and allowed, installs the
package rabbitmq-server.
"""

MANUAL = """\
running
  up [--detach] [--port N] [--scale customer=2 …] [--tls | --no-tls]
                       start a broker, a database and all services, and wait until they are ready;
                       Ctrl-C stops all of them, --detach leaves them running; --tls makes a local
                       authority in .run/tls, and broker, database and gateway speak TLS alone, from
                       then on until --no-tls
  down                 stop what `up` started; the data stays and is there at the next `up`
  status [--json]      what is wrong and what to do; processes, logs, and who follows them
  logs NAME [-f]       the log of one process (names are those of `status`, and `supervisor`)
  demo                 start, load a small sample, print the reports

data
  load crm-sales DIR   accounts, people, their teams and deals of the CRM sales opportunities data
  load leads FILE [--region US]
                       a list of leads with phones and notes; a second run adds nothing
  rebuild MODEL | --all
                       build read models anew from the logs beside the live ones, compare, switch;
                       the ones before are kept, older ones removed
  rebuild MODEL | --all --back
                       make the read models live again that were kept from before
  lag                  how far each subscription is behind its logs

repair
  parked [list [--json]]
                       streams that a subscription could not go on with
  parked inspect SUBSCRIPTION SOURCE STREAM
                       their events, whole
  parked replay SUBSCRIPTION [SOURCE STREAM] | --all
                       process them, when the defect is mended
  parked drop SUBSCRIPTION SOURCE STREAM [--yes]
                       go on without the first event; a rebuild meets it again. Asks before
  verify [LOG] [--sample N | --all]
                       check the logs (holes, versions, keys, every event) and 1,000 rows, N or all
                       of them against a fresh fold
  mend LOG [--beyond N] [--yes]
                       after a backup was restored: positions that anybody has seen (N is the last
                       that a subscriber outside has) are filled, so that none is used twice; asks
                       before, and where nobody sits at a terminal --yes is needed

access
  token --user U --role sales|manager|admin [--ttl SECONDS]
                       a bearer token for the local system, good for twelve hours, 31 days at most
                       (nobody can take it back; programs get keys: POST /v1/api-keys):
                       curl -H "Authorization: Bearer $(./crm token --user ann --role sales)" …

subscribers
  subscriber add NAME --events 'customer.*,pipeline.OpportunityWon' [--no-personal-data]
                 [--pin customer.CustomerRegistered@1,…]
                       somebody outside is told of these events and no others: a broker user and a
                       queue, a token for the feed, and what the team needs to know, shown once.
                       Without personal data: over the feed alone, and nothing is said of persons.
                       --pin: the feed tells of these in that version, also when there is a newer
  subscriber renew NAME [--overlap DAYS] [--broker]
                       another token, shown once; the one before is good for 7 DAYS yet. --broker: a
                       new password there too, with which connections are made from then on
  subscriber list      who is told of what, and how much waits in their queues
  subscriber remove NAME
                       user, queues and token end; whoever is added again goes on where they were
  webhook [list]       which addresses are sent events, how each stands, how far each has come
  webhook show NAME    one of them (by its name or id), and what was sent to it last
  webhook pause NAME
  webhook resume NAME  it goes on where it stood, however long ago that was
  webhook replay NAME --after customer:1041[,…] | --since TIME
                       all is sent again from behind these positions, or recorded since then (such
                       as 2026-11-22T07:00:00+08:00)
  conformance --subscriber CMD [--seeds N] [--seed S] [--history FILE] [--events PATTERN,…]
                       judge a subscriber of any make: events are lost, doubled, shuffled, delayed
                       and replayed on a real broker, it is killed and begun late, and its books are
                       compared (examples/erp/README.md)

development
  check                format, lint, types
  test [unit] [integration] [operating] [e2e] [contests] [chaos] [schema]
                       all of check and all tests, or some levels of tests. Only when it is named:
                       schema, which asks a running system everything that its OpenAPI document
                       allows, and much that it does not, and compares the answers with it
  chaos [--rounds N] [--seed S] [--only FAULT,…] [--clients N] [--short] [--keep DIR]
                       N rounds of every fault on systems of its own, under load: processes are
                       killed and stopped, networks cut, disks filled; all that was promised is
                       checked after each round, and a failed one leaves its history in DIR.
                       --short: one round of some, as in `test`
  bench [start] [log] [relay] [http] [feed] [quick-logs] [returns] [lag] [memory] [growth]
        [finding] [rebuild] [--rivals] [--rounds N] [--quick] [--to FOLDER]
                       measure on systems of its own, beside the targets: table, picture, rows and
                       profiles are kept in bench/results/ (of --quick, smaller, under .run/);
                       --rivals installs others into an environment of its own and measures them

files
  .venv/               Python environment; made again when requirements.lock changes
  .run/                everything that runs: data (mongo/, broker/), log/, secrets/, chosen ports
                       (state.json); delete it, after `down`, to begin anew

settings (environment)
  AMQP_URI, MONGO_URI  servers of your own instead of private ones
  GUANXI_PREFIX        first part of database names, so that several systems share a MongoDB; on a
                       broker each system needs a virtual host of its own (in AMQP_URI)
  GUANXI_TIME_ZONE     where the company's day begins (Asia/Shanghai)
  GUANXI_IDENTITY_KEY, GUANXI_TOKEN_KEY, GUANXI_CREDENTIAL_KEY (or …_FILE)
                       keys; made once into .run/secrets when they are not given. GUANXI_TOKEN_KEY
                       holds one a line: the first signs access tokens, all are believed; a file
                       is read again when it has changed
  GUANXI_ADMIN_PASSWORD (or …_FILE), GUANXI_ADMIN_LOGIN
                       the first administrator (admin): the password is good for one sign-in, at
                       which another one is chosen; made and told once when it is not given
  GUANXI_TLS_CERTIFICATE_FILE, GUANXI_TLS_KEY_FILE
                       the gateway speaks HTTPS alone, with this certificate (goes before --tls); it
                       is read again when it has changed. AMQP_URI and MONGO_URI say TLS themselves:
                       amqps://…?cacertfile=FILE, mongodb://…?tls=true&tlsCAFile=FILE
  GUANXI_PUBLIC_URL    where others reach the HTTP API: events point to their schemas there (the
                       address that `up` prints)
  GUANXI_PROXIES       proxies in front of the gateway whose X-Forwarded-For is believed (0)
  GUANXI_SIGN_INS_AT_ONCE
                       passwords that the gateway looks at at once (2), of 19 MiB each
  GUANXI_RATE_LIMITS   requests that each caller may send to one process of the gateway, where the
                       usual says otherwise: people=6000/60 queries=off (name=requests/seconds); of
                       people, programs (60000/60), addresses (6000/60: who is not signed in), and
                       counted apart queries, exports, imports, checks (1200/60 each)
  GUANXI_WEBHOOK_ALLOW what webhooks may reach beyond https to public addresses: nothing, http,
                       private, or http,private (nothing)
  GUANXI_WEBHOOK_RETRIES, GUANXI_WEBHOOK_LOG_DAYS
                       seconds between the attempts of a webhook, with commas between (5 s … 12 h,
                       five days in all), and days for which its deliveries can be looked at
  GUANXI_HOLDING_CAP, GUANXI_CLAIMS_PER_DAY
                       customers that a person may hold (500), and claim in a day (100), where the
                       rules of a pool say nothing else
  GUANXI_REVEALS_PER_DAY
                       customers of whom a person may look at what is masked in a day (50)
  GUANXI_MASKED_FIELDS what is masked for who does not hold a customer: phones, emails, messaging,
                       with commas between; or none (phones)
  GUANXI_REJECTS_DAYS  days for which the rows that an import has not taken can be downloaded (90)
  GUANXI_BATCH_LIMIT   customers that one request may name (100, at most 1000)
  GUANXI_WATCHED_LIMIT customers that a person may watch (500)
  GUANXI_WARN_KEYS     what several customers may have, with a warning: phone, email, credit-code,
                       messaging, company, with commas between; or none (company)
  GUANXI_WORKERS       requests that one service works on at a time (96; the gateway 128)
  GUANXI_ASK_SECONDS   every so often (5) each process is asked whether it lives; after six times
                       without an answer it is restarted, one process in half a minute
  GUANXI_RUN_DIR       another folder than .run; two folders run side by side

exit codes
  0 well · 1 something failed or is wrong (status: or is still starting) · 2 wrong usage
  3 nothing runs (status, lag, rebuild, parked, verify, mend, subscriber, webhook)
"""
