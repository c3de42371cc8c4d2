package dev.lvs.tool.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.TypedWords;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.model.ipvs.Statistics.Traffic;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every layout, held to what ipvsadm printed of the same table. */
class ListGoldenTest {
  @ParameterizedTest
  @CsvSource({
    "STATISTICS, every-option.stats",
    "RATES, every-option.rate",
    "THRESHOLDS, every-option.thresholds",
    "PERSISTENT_CONNECTIONS, every-option.persistent-conn",
    "TUNNELS, every-option.tun-info"
  })
  void listsWhatIpvsadmLists(TableLayout layout, String golden) {
    ObservedTable table = new ObservedTable("1.2.1", 4096, TableTextTest.dump("every-option"));

    String list = TableText.of(table, new TableStyle(layout, false, true));

    assertThat(list).isEqualTo(TableTextTest.read(golden));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          0|        0|        0
          12345678| 12345678| 12345678
          99999999| 99999999| 99999999
          100000000|  100000K| 100000000
          999999999|  999999K| 999999999
          1000000000|    1000M| 1000000000
          99999999999|   99999M| 99999999999
          100000000000|     100G| 100000000000
          99999999999999|   99999G| 99999999999999
          100000000000000|     100T| 100000000000000
          18446744073709551615|18446744T| 18446744073709551615
          """)
  void shortensLargeNumbersAsIpvsadmDoes(String number, String shortened, String exact) {
    long bytes = Long.parseUnsignedLong(number);
    DestinationKey key = new TypedWords("-r 198.51.100.21:80").destination();
    TypedWords words = new TypedWords("-t 192.0.2.10:80 -s rr -g");
    Statistics statistics = new Statistics(new Traffic(1, 2, 3, 4, bytes), Traffic.NONE);
    ObservedServer server =
        new ObservedServer(
            new VirtualServer(
                words.service(),
                words.serviceSettings(words.service().family()),
                Map.of(key, words.destinationSettings())),
            statistics,
            Map.of(key, new DestinationCounters(0, 0, 0, statistics)));

    List<String> rounded =
        TableText.of(server, new TableStyle(TableLayout.STATISTICS, false, true)).lines().toList();
    List<String> digits =
        TableText.of(server, new TableStyle(TableLayout.STATISTICS, true, true)).lines().toList();

    String counted = "        1        2        3        4";
    assertThat(rounded.get(2)).isEqualTo("TCP  192.0.2.10:80               " + counted + shortened);
    assertThat(rounded.get(3)).isEqualTo("  -> 198.51.100.21:80            " + counted + shortened);
    assertThat(digits.get(3))
        .endsWith(counted + " ".repeat(Math.max(9 - exact.length(), 0)) + exact);
  }
}
