package dev.lvs.tool.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.TypedWords;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTextTest {
  private static final ServiceKey WEB = new TypedWords("-t 192.0.2.10:80").service();

  @ParameterizedTest
  @ValueSource(strings = {"every-option", "every-order"})
  void listsWhatIpvsadmLists(String name) {
    ObservedTable table = new ObservedTable("1.2.1", 4096, dump(name));

    String list = TableText.of(table, TableStyle.PLAIN);

    assertThat(list).isEqualTo(read(name + ".list"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"every-option", "every-order"})
  void typesWhatIpvsadmSaves(String name) {
    List<String> lines = new ArrayList<>();
    for (ObservedServer observed : IpvsadmOrder.servers(dump(name))) {
      VirtualServer server = observed.server();
      lines.add(new AddService(server.key(), server.settings()).adminLine());
      IpvsadmOrder.destinations(server.destinations())
          .forEach(
              entry ->
                  lines.add(
                      new AddDestination(server.key(), entry.getKey(), entry.getValue())
                          .adminLine()));
    }

    assertThat(lines.stream().map(TableTextTest::asSaved)).isEqualTo(saved(name));
  }

  /** ipvsadm forgets thresholds and sees marks as signed numbers. */
  private static String asSaved(String line) {
    return line.substring("ipvsadm ".length())
        .replaceAll(" -[xy] [0-9]+", "")
        .replace("-f 4294967295", "-f -1")
        .replace("-f 4294967290", "-f -6")
        .replace("-f 2147483648", "-f -2147483648")
        .strip();
  }

  /** Returns what ipvsadm saves, with the third flag that it has no word for with sh and mh. */
  private static List<String> saved(String name) {
    return read(name + ".save")
        .lines()
        .map(line -> line.endsWith("-b ") ? line + "flag-3" : line)
        .map(line -> line.contains("192.0.2.17:443") ? line + ",flag-3" : line)
        .toList();
  }

  @Test
  void showsConnections() {
    DestinationKey key = new TypedWords("-r 198.51.100.21:80").destination();
    ObservedServer server =
        new ObservedServer(
            server(Map.of(key, settings(new ForwardingMethod.DirectRouting()))),
            Statistics.ZERO,
            Map.of(key, new DestinationCounters(17, 4_294_967_295L, 3, Statistics.ZERO)));

    String list = TableText.of(new ObservedTable("1.2.1", 4096, List.of(server)), TableStyle.PLAIN);

    assertThat(list)
        .contains("  -> 198.51.100.21:80             Route   1      17         4294967295\n");
  }

  @Test
  void showsMethodsThatOnlyTheKernelUses() {
    DestinationKey local = new TypedWords("-r 192.0.2.1:80").destination();
    DestinationKey bypass = new TypedWords("-r 192.0.2.2:80").destination();
    DestinationKey unknown = new TypedWords("-r 192.0.2.3:80").destination();
    Map<DestinationKey, DestinationSettings> destinations =
        Map.of(
            local, settings(new ForwardingMethod.Local()),
            bypass, settings(new ForwardingMethod.Bypass()),
            unknown, settings(new ForwardingMethod.Unknown(7, 0)));

    String list =
        TableText.of(
            new ObservedTable(
                "1.2.1",
                4096,
                List.of(new ObservedServer(server(destinations), Statistics.ZERO, Map.of()))),
            TableStyle.PLAIN);

    assertThat(list)
        .contains("-> 192.0.2.1:80                 Local   1 ")
        .contains("-> 192.0.2.2:80                 Bypass  1 ")
        .contains("-> 192.0.2.3:80                 Method7 1 ");
  }

  private static VirtualServer server(Map<DestinationKey, DestinationSettings> destinations) {
    ServiceSettings settings = new TypedWords("-s wrr").serviceSettings(WEB.family());
    return new VirtualServer(WEB, settings, destinations);
  }

  private static DestinationSettings settings(ForwardingMethod method) {
    return new DestinationSettings(method, 1, 0, 0);
  }

  static List<ObservedServer> dump(String name) {
    Map<ServiceKey, ServiceSettings> servers = new LinkedHashMap<>();
    Map<ServiceKey, Map<DestinationKey, DestinationSettings>> destinations = new LinkedHashMap<>();
    for (String line : read(name + ".dump").lines().toList()) {
      TypedWords words = new TypedWords(line.substring(2));
      if (words.isDestination()) {
        requireNonNull(destinations.get(words.service()))
            .put(words.destination(), words.destinationSettings());
      } else {
        servers.put(words.service(), words.serviceSettings(words.service().family()));
        destinations.put(words.service(), new LinkedHashMap<>());
      }
    }
    List<ObservedServer> observed = new ArrayList<>();
    servers.forEach(
        (key, settings) ->
            observed.add(
                new ObservedServer(
                    new VirtualServer(key, settings, requireNonNull(destinations.get(key))),
                    Statistics.ZERO,
                    Map.of())));
    return observed;
  }

  static String read(String name) {
    try (InputStream file = requireNonNull(TableTextTest.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
