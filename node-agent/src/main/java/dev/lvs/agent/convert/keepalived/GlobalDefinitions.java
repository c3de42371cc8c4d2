package dev.lvs.agent.convert.keepalived;

import dev.lvs.agent.convert.Addition;
import dev.lvs.agent.convert.Notices;
import dev.lvs.agent.convert.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of {@code global_defs} that is about directors: timeouts and the sync daemon. */
final class GlobalDefinitions {
  private static final int LONGEST_TIMEOUT = 31 * 86_400;
  private static final int LONGEST_MESSAGE = 65_507;

  private final Notices notices;
  private final List<Addition> additions = new ArrayList<>();

  private GlobalDefinitions(Notices notices) {
    this.notices = notices;
  }

  /** The fields of the DirectorGroup that say it. */
  static List<Addition> read(Statement block, Notices notices) {
    GlobalDefinitions definitions = new GlobalDefinitions(notices);
    for (Statement line : block.inside()) {
      Origin at = line.in(block.origin());
      switch (line.keyword()) {
        case "lvs_timeouts" -> definitions.timeouts(line, at);
        case "lvs_sync_daemon" -> definitions.syncDaemon(line, at);
        default -> notices.aside(at, Keywords.global(line));
      }
    }
    return definitions.additions;
  }

  private void timeouts(Statement line, Origin at) {
    Map<String, Object> timeouts = new LinkedHashMap<>();
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
        timeouts.put(field, value.get() + "s");
      }
    }
    if (!timeouts.isEmpty()) {
      additions.add(new Addition("timeouts", timeouts, at));
    }
  }

  private void syncDaemon(Statement line, Origin at) {
    Map<String, Object> sync = new LinkedHashMap<>();
    Optional<String> device = line.value(1);
    if (device.isEmpty()) {
      notices.aside(at, "left out: there is no interface.");
      return;
    }
    sync.put("interface", device.get());
    boolean instance = false;
    for (int i = 2; i < line.words().size(); i++) {
      String word = line.words().get(i);
      switch (word) {
        case "id" -> number(sync, "syncId", line.value(++i), 255, at);
        case "maxlen" -> number(sync, "maxLength", line.value(++i), LONGEST_MESSAGE, at);
        case "port" -> number(sync, "port", line.value(++i), 65_535, at);
        case "ttl" -> number(sync, "ttl", line.value(++i), 255, at);
        case "group" -> {
          Optional<String> group = line.value(++i);
          group.ifPresent(address -> sync.put("group", address));
        }
        case "inst" -> {
          instance = true;
          i++;
        }
        default -> {
          // older files say INTERFACE INSTANCE ID
          if (i == 2) {
            instance = true;
          } else {
            number(sync, "syncId", Optional.of(word), 255, at);
          }
        }
      }
    }
    if (instance) {
      notices.aside(
          at,
          "its VRRP instance is not carried over: a DirectorGroup synchronises without asking who"
              + " is master, and without an id keepalived takes the instance's.");
    }
    additions.add(new Addition("connectionSync", sync, at));
  }

  private void number(
      Map<String, Object> sync, String field, Optional<String> text, long most, Origin at) {
    Values.number(text, field.equals("syncId") ? 0 : 1, most)
        .ifPresentOrElse(
            number -> sync.put(field, number),
            () ->
                notices.aside(
                    at, "its %s is no number that fits and was left out.".formatted(field)));
  }
}
