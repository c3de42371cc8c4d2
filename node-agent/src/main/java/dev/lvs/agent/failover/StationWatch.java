package dev.lvs.agent.failover;

import dev.lvs.api.v1alpha1.AnsweringStation;
import dev.lvs.api.v1alpha1.LeaseReport;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Watch for other stations that answer for the VIPs of a group: whose turn it is to be asked for,
 * and who answered.
 */
final class StationWatch {
  /** Interval of questions while Leases are renewed. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  /** VIPs that are asked for at a time; the others have their turn later. */
  static final int MOST = 8;

  /** Questions without an answer, one after the other, after which a station counts as gone. */
  private static final int SILENCES = 3;

  private final Map<IpAddress, Heard> heard = new TreeMap<>();
  private Instant next;
  private int turn;

  /** Who answered last, and how often nobody did since then. */
  private record Heard(String mac, int silences) {}

  /** A watch that asks at once. */
  StationWatch(Instant now) {
    this.next = now;
  }

  /** Begins anew: the VIPs have just come here. */
  void begin(Instant now) {
    heard.clear();
    next = now;
  }

  /**
   * Returns what is to be asked for now; none while it is not time, or there is nothing to ask for.
   *
   * @param interval until it is time again
   */
  List<IpAddress> due(Collection<IpAddress> vips, Instant now, Duration interval) {
    if (now.isBefore(next) && !now.plus(interval).isBefore(next)) {
      return List.of();
    }
    next = now.plus(interval);
    List<IpAddress> all = vips.stream().sorted().toList();
    heard.keySet().retainAll(all);
    List<IpAddress> some = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST, all.size()); i++) {
      some.add(all.get(turn++ % all.size()));
    }
    turn = all.isEmpty() ? 0 : turn % all.size();
    return some;
  }

  /** Returns those that are asked for before they are taken: of many the first. */
  static List<IpAddress> first(Collection<IpAddress> vips) {
    return vips.stream().sorted().limit(MOST).toList();
  }

  /** Takes in who answered a question for these. */
  void take(Collection<IpAddress> asked, Collection<AnsweringStation> answers) {
    asked.forEach(
        vip ->
            heard.computeIfPresent(
                vip,
                (_, last) ->
                    last.silences() + 1 < SILENCES
                        ? new Heard(last.mac(), last.silences() + 1)
                        : null));
    answers.forEach(one -> heard.put(one.vip(), new Heard(one.mac(), 0)));
  }

  /** Returns who answers; of many the first. */
  List<AnsweringStation> stations() {
    return heard.entrySet().stream()
        .limit(LeaseReport.MOST_STATIONS)
        .map(one -> new AnsweringStation(one.getKey(), one.getValue().mac()))
        .toList();
  }
}
