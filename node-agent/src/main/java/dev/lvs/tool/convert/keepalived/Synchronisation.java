package dev.lvs.tool.convert.keepalived;

import dev.lvs.api.v1alpha1.ConnectionSync;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sync daemon, which the global definitions can ask for and, in the way of before 1.2.19, a
 * VRRP instance. Of several the first counts ({@code lvs_syncd_handler}).
 */
final class Synchronisation {
  private static final int LONGEST_MESSAGE = 65_507;
  private static final int LARGEST_ID = 255;

  private final Notices notices;
  private final Map<String, Long> routerIds = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private String device = "";
  private Optional<String> group = Optional.empty();
  private Optional<Origin> asked = Optional.empty();
  private Optional<String> instance = Optional.empty();

  Synchronisation(Notices notices) {
    this.notices = notices;
  }

  /** Takes note of the id of a VRRP instance, which the daemon has where none is said. */
  void router(String name, long id) {
    routerIds.putIfAbsent(name, id);
  }

  /** {@code lvs_sync_daemon_interface} of a VRRP instance, whose id is then 0. */
  void ofInstance(Statement line, Origin at) {
    if (begins(line, at)) {
      numbers.put("syncId", 0);
      told(at);
    }
  }

  /** {@code lvs_sync_daemon} of the global definitions. */
  void ofAll(Statement line, Origin at) {
    if (!begins(line, at)) {
      return;
    }
    for (int i = 2; i < line.words().size(); i++) {
      String word = line.words().get(i);
      switch (word) {
        case "id" -> number("syncId", line.value(++i), LARGEST_ID, at);
        case "maxlen" -> number("maxLength", line.value(++i), LONGEST_MESSAGE, at);
        case "port" -> number("port", line.value(++i), 65_535, at);
        case "ttl" -> number("ttl", line.value(++i), 255, at);
        case "group" -> group = line.value(++i).or(() -> group);
        case "inst" -> {
          Optional<String> name = line.value(++i);
          instance = instance.isPresent() ? instance : name;
        }
        default -> {
          // older files say INTERFACE INSTANCE ID
          if (i == 2) {
            instance = Optional.of(word);
          } else {
            number("syncId", Optional.of(word), LARGEST_ID, at);
          }
        }
      }
    }
    if (instance.isPresent()) {
      told(at);
    }
  }

  /** The field of the DirectorGroup, once all instances are known. */
  Optional<Addition> addition() {
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Origin at = asked.get();
    if (instance.isPresent() && !numbers.containsKey("syncId")) {
      Long id = routerIds.get(instance.get());
      if (id == null) {
        notices.aside(
            at,
            "left out, as keepalived does: there is no vrrp_instance %s with a virtual_router_id."
                .formatted(instance.get()));
        return Optional.empty();
      }
      numbers.put("syncId", id.intValue());
    }
    ConnectionSync sync =
        new ConnectionSync(
            device,
            numbers.getOrDefault("syncId", 0),
            group.orElse(null),
            numbers.get("port"),
            numbers.get("ttl"),
            numbers.get("maxLength"));
    return Optional.of(new Addition("connectionSync", sync, at));
  }

  private boolean begins(Statement line, Origin at) {
    Optional<String> named = line.value(1);
    if (named.isEmpty()) {
      notices.aside(at, "left out: there is no interface.");
    } else if (asked.isPresent()) {
      notices.aside(
          at, "passed over, as keepalived does: %s has one already.".formatted(asked.get()));
    } else {
      asked = Optional.of(at);
      device = named.get();
      return true;
    }
    return false;
  }

  private void told(Origin at) {
    notices.aside(
        at,
        "its VRRP instance is not carried over: a DirectorGroup synchronises both ways without"
            + " asking who is master.");
  }

  private void number(String name, Optional<String> text, long most, Origin at) {
    Values.number(text, name.equals("syncId") ? 0 : 1, most)
        .ifPresentOrElse(
            number -> numbers.put(name, number.intValue()),
            () ->
                notices.aside(
                    at, "its %s is no number that fits and was left out.".formatted(name)));
  }
}
