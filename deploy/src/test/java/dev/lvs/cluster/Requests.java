package dev.lvs.cluster;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * HTTP requests of the machine outside of the cluster, each over a connection of its own: one after
 * the other, or as connections that are held while something is done.
 */
final class Requests {

  /** Word for a request without an answer within two seconds. */
  static final String NONE = "none";

  private final LabCluster cluster;
  private final String address;
  private final String once;

  /** Requests to port 80 of an address. */
  Requests(LabCluster cluster, String address) {
    this.cluster = cluster;
    this.address = address;
    this.once =
        """
        timeout 2 bash -c 'exec 3<>/dev/tcp/%s/80 && printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3 && tail -n 1 <&3' 2>/dev/null || echo none
        """
            .formatted(address);
  }

  /** Asks {@code count} times, one after the other, and counts the answers by what they say. */
  Map<String, Long> ask(int count) {
    return counted(
        cluster.run(LabCluster.CLIENT, "for i in $(seq %d); do %s done".formatted(count, once)));
  }

  /** Asks ten times a second for as long as something is done, and counts the answers. */
  Map<String, Long> askDuring(Runnable something) {
    cluster.run(
        LabCluster.CLIENT,
        """
        rm -f /run/enough /run/asked
        (until [ -e /run/enough ]; do %s sleep 0.1; done; touch /run/asked) >/run/answers 2>&1 </dev/null &
        """
            .formatted(once));
    try {
      something.run();
    } finally {
      cluster.run(
          LabCluster.CLIENT, "touch /run/enough; until [ -e /run/asked ]; do sleep 0.1; done");
    }
    return counted(cluster.run(LabCluster.CLIENT, "cat /run/answers"));
  }

  /**
   * Opens {@code count} connections and sends a line of a request on each every second for as long
   * as something is done; then the requests end, and the answers are counted.
   */
  Map<String, Long> holdDuring(int count, Runnable something) {
    cluster.run(
        LabCluster.CLIENT,
        """
        rm -f /run/let-go /run/let-gone
        cat >/run/hold <<'EOF'
        trap '' PIPE
        held=()
        for i in $(seq %1$d); do exec {c}<>/dev/tcp/%2$s/80 && held+=($c) && printf 'GET / HTTP/1.0\r\n' >&$c; done
        echo ${#held[@]} >/run/holding
        until [ -e /run/let-go ]; do for c in ${held[@]}; do printf 'X-Held: yes\r\n' >&$c; done; sleep 1; done
        for c in ${held[@]}; do printf '\r\n' >&$c; timeout 2 tail -n 1 <&$c | grep . || echo none; done >/run/held
        touch /run/let-gone
        EOF
        rm -f /run/holding; bash /run/hold >/dev/null 2>&1 </dev/null &
        until [ -e /run/holding ]; do sleep 0.1; done
        """
            .formatted(count, address));
    try {
      something.run();
    } finally {
      cluster.run(
          LabCluster.CLIENT, "touch /run/let-go; until [ -e /run/let-gone ]; do sleep 0.1; done");
    }
    return counted(cluster.run(LabCluster.CLIENT, "cat /run/held"));
  }

  private static Map<String, Long> counted(String answers) {
    return answers
        .lines()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
