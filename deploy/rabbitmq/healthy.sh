#!/bin/sh
# The broker's healthcheck: 0 when it runs, listens and can keep messages.
#
# When its disk was full to the last byte, its Raft logs (of queues, of streams) give up and stay so
# when there is room again: the node goes on answering and confirms nothing. Then, and only with no
# alarm on, the node is ended here; whoever runs the container starts it anew. Nothing is lost.
LOGS='true = lists:all(fun(N) -> is_pid(whereis(N)) end, [ra_log_wal, ra_coordination_log_wal]).'
kept() { rabbitmqctl -q eval "$LOGS" >/dev/null 2>&1; }

rabbitmq-diagnostics -q check_running && rabbitmq-diagnostics -q check_port_connectivity || exit 1
kept && exit 0
rabbitmq-diagnostics -q check_local_alarms || exit 1 # it wants room first, and no restart
sleep 5
kept && exit 0 # it was between two lives of its own
echo "the Raft log has given up: the node is ended, to be started anew"
rabbitmqctl -q eval 'erlang:halt(1).' >/dev/null 2>&1
exit 1
