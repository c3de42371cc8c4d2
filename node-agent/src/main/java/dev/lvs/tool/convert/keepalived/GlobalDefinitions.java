package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.ConnectionTimeouts;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of directors in {@code global_defs}. */
final class GlobalDefinitions {
  private static final int LONGEST_TIMEOUT = 31 * 86_400;

  private final Notices notices;
  private final List<Addition> additions = new ArrayList<>();

  private GlobalDefinitions(Notices notices) {
    this.notices = notices;
  }

  /** The fields of the DirectorGroup that say it, but for the sync daemon's. */
  static List<Addition> read(Statement block, Synchronisation sync, Notices notices) {
    GlobalDefinitions definitions = new GlobalDefinitions(notices);
    for (Statement line : block.inside()) {
      Origin at = line.in(block.origin());
      if (MissingValues.isOne(line, MissingValues.GLOBAL, at, notices)) {
        continue;
      }
      switch (line.keyword()) {
        case "lvs_timeouts" -> definitions.timeouts(line, at);
        case "lvs_sync_daemon" -> sync.ofAll(line, at);
        default -> notices.aside(at, Keywords.global(line));
      }
    }
    return definitions.additions;
  }

  private void timeouts(Statement line, Origin at) {
    Map<String, Seconds> timeouts = new HashMap<>();
    for (int i = 1; i < line.words().size(); i += 2) {
      String name = line.words().get(i);
      Optional<Long> value = Values.number(line.value(i + 1), 0, LONGEST_TIMEOUT);
      String field =
          switch (name) {
            case "tcp", "udp" -> name;
            case "tcpfin" -> "tcpFin";
            default -> "";
          };
      if (field.isEmpty() || value.isEmpty()) {
        notices.aside(
            at, "'%s' is not a timeout with its seconds and was left out.".formatted(name));
      } else if (value.get() > 0) { // 0 leaves the kernel's
        timeouts.put(field, new Seconds(value.get().intValue()));
      }
    }
    if (!timeouts.isEmpty()) {
      additions.add(
          new Addition(
              "timeouts",
              new ConnectionTimeouts(
                  timeouts.get("tcp"), timeouts.get("tcpFin"), timeouts.get("udp")),
              at));
    }
  }
}
