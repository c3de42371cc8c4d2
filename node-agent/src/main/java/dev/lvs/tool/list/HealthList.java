package dev.lvs.tool.list;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.agent.log.OneLineStream;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.agent.report.LocalHealth.Server;
import dev.lvs.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The IPVS table with the health of each destination beside it, and those destinations that are out
 * of the table because they are not healthy.
 */
public final class HealthList {
  private static final String UNCHECKED = "-";
  private static final String UNKNOWN = "Unknown";

  private final ObservedTable table;
  private final Map<String, SequencedMap<String, Server>> found = new LinkedHashMap<>();
  private final boolean known;

  /**
   * @param servers every destination that is checked
   * @param known whether that is known now; else no health is
   */
  public HealthList(ObservedTable table, List<Server> servers, boolean known) {
    this.table = table;
    this.known = known;
    for (Server server : servers) {
      found
          .computeIfAbsent(server.service(), _ -> new LinkedHashMap<>())
          .put(server.destination(), server);
    }
  }

  /** For people; every line ends with a newline. */
  public String text(TableStyle style) {
    StringBuilder text = new StringBuilder();
    text.append("Prot LocalAddress:Port\n");
    line(text, "  -> RemoteAddress:Port", "Weight", "Health", "Since", "Last reason");
    List<ObservedServer> servers =
        style.sorted() ? IpvsadmOrder.servers(table.servers()) : List.copyOf(table.servers());
    for (ObservedServer observed : servers) {
      ServiceKey key = observed.server().key();
      text.append(key).append('\n');
      SequencedMap<String, Server> its = of(key);
      IpvsadmOrder.destinations(observed.server().destinations())
          .forEach(
              entry ->
                  line(
                      text,
                      entry.getKey().toString(),
                      Integer.toString(entry.getValue().weight()),
                      its.remove(entry.getKey().toString())));
      its.values().forEach(server -> line(text, server.destination(), UNCHECKED, server));
    }
    return text.toString();
  }

  /** For programs: the table, where each destination that is checked has {@code health}. */
  public Map<String, Object> document() {
    Map<String, Object> document = Documents.of(table);
    List<Object> services = new ArrayList<>();
    for (ObservedServer observed : IpvsadmOrder.servers(table.servers())) {
      SequencedMap<String, Server> its = of(observed.server().key());
      Map<String, Object> service =
          Documents.of(observed, destination -> health(its.remove(destination.toString())));
      service.put("removed", its.values().stream().map(this::removed).toList());
      services.add(service);
    }
    document.put("services", services);
    return document;
  }

  private SequencedMap<String, Server> of(ServiceKey service) {
    return new LinkedHashMap<>(found.getOrDefault(service.toString(), new LinkedHashMap<>()));
  }

  private Map<String, Object> health(@Nullable Server server) {
    if (server == null) {
      return known ? Map.of() : Map.of("health", Map.of("state", UNKNOWN));
    }
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("state", server.state());
    put(health, "since", server.since());
    put(health, "reason", server.reason());
    put(health, "failures", server.failures());
    put(health, "lastGood", server.lastGood());
    put(health, "certificateEnd", server.certificateEnd());
    return Map.of("health", health);
  }

  private Map<String, Object> removed(Server server) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("destination", server.destination());
    document.putAll(health(server));
    return document;
  }

  private static void put(Map<String, Object> document, String name, @Nullable Object value) {
    if (value != null) {
      document.put(name, value);
    }
  }

  private void line(
      StringBuilder text, String destination, String weight, @Nullable Server server) {
    if (server == null) {
      line(text, "  -> " + destination, weight, known ? UNCHECKED : UNKNOWN, UNCHECKED, "");
      return;
    }
    line(
        text,
        "  -> " + destination,
        weight,
        server.state(),
        requireNonNullElse(server.since(), UNCHECKED),
        words(server));
  }

  private static void line(
      StringBuilder text, String key, String weight, String health, String since, String why) {
    String line =
        "%-33s %-6s %-9s %-20s %s".formatted(key, weight, health, since, OneLineStream.escape(why));
    text.append(line.stripTrailing()).append('\n');
  }

  private static String words(Server server) {
    List<String> words = new ArrayList<>();
    if (server.reason() != null) {
      words.add(
          server.failures() == null || server.failures() < 2
              ? server.reason()
              : server.reason() + ", " + server.failures() + " times");
    }
    if (server.lastGood() != null) {
      words.add("last good " + server.lastGood());
    }
    if (server.certificateEnd() != null) {
      words.add("certificate until " + server.certificateEnd());
    }
    return words.isEmpty() && server.state().equals(UNKNOWN)
        ? "no result yet"
        : String.join("; ", words);
  }
}
