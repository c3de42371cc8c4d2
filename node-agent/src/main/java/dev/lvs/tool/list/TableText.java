package dev.lvs.tool.list;

import dev.lvs.agent.kernel.ipvs.DestinationText;
import dev.lvs.agent.kernel.ipvs.SchedulerFlags;
import dev.lvs.agent.kernel.ipvs.ServiceText;
import dev.lvs.agent.model.ipvs.DestinationCounters;
import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ObservedServer;
import dev.lvs.agent.model.ipvs.ObservedTable;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics.Traffic;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import java.util.Collection;
import java.util.Map;

/** The IPVS table as {@code ipvsadm -Ln} shows it, to the byte. */
public final class TableText {
  /** Of what stands before the columns of a virtual server. */
  private static final int KEY_WIDTH = 33;

  private final StringBuilder text = new StringBuilder();
  private final TableStyle style;

  private TableText(TableStyle style) {
    this.style = style;
  }

  /** The whole table, with its heading; every line ends with a newline. */
  public static String of(ObservedTable table, TableStyle style) {
    TableText text = new TableText(style);
    text.text.append("IP Virtual Server version ").append(table.version());
    text.text.append(" (size=").append(table.connectionTableSize()).append(")\n");
    text.text.append(style.layout().heading());
    Collection<ObservedServer> servers = table.servers();
    (style.sorted() ? IpvsadmOrder.servers(servers) : servers).forEach(text::server);
    return text.text.toString();
  }

  /** One virtual server, with a heading that does not speak of the table. */
  public static String of(ObservedServer server, TableStyle style) {
    TableText text = new TableText(style);
    text.text.append(style.layout().heading());
    text.server(server);
    return text.text.toString();
  }

  private void server(ObservedServer observed) {
    VirtualServer server = observed.server();
    int start = text.length();
    key(server.key());
    switch (style.layout()) {
      case STATISTICS -> traffic(start, observed.statistics().total());
      case RATES -> traffic(start, observed.statistics().perSecond());
      case PLAIN, THRESHOLDS, PERSISTENT_CONNECTIONS, TUNNELS ->
          settings(server.key(), server.settings());
    }
    text.append('\n');
    Map<DestinationKey, DestinationSettings> destinations = server.destinations();
    (style.sorted() ? IpvsadmOrder.destinations(destinations) : destinations.entrySet())
        .forEach(
            entry ->
                destination(entry.getKey(), entry.getValue(), observed.counters(entry.getKey())));
  }

  private void key(ServiceKey key) {
    switch (key) {
      case AddressKey address -> {
        column(address.protocol().toString(), 4);
        text.append(address.address().toHost()).append(':').append(address.port());
      }
      case MarkKey mark -> {
        column("FWM", 4);
        // ipvsadm takes it for a signed number
        text.append((int) mark.mark());
        text.append(mark.family() == AddressFamily.IPV6 ? " IPv6" : "");
      }
    }
  }

  private void settings(ServiceKey key, ServiceSettings settings) {
    text.append(' ').append(settings.scheduler());
    if (!SchedulerFlags.of(settings).isEmpty()) {
      text.append(" (").append(String.join(",", SchedulerFlags.shown(settings))).append(')');
    }
    if (settings.flags().contains(ServiceFlag.PERSISTENT)) {
      text.append(" persistent ").append(settings.timeoutSeconds());
      ServiceText.netmask(key, settings).ifPresent(mask -> text.append(" mask ").append(mask));
    }
    if (!settings.persistenceEngine().isEmpty()) {
      text.append(" pe ").append(settings.persistenceEngine());
    }
    if (settings.flags().contains(ServiceFlag.ONE_PACKET)) {
      text.append(" ops");
    }
  }

  private void destination(
      DestinationKey key, DestinationSettings settings, DestinationCounters counters) {
    text.append("  -> ");
    int start = text.length() - "  -> ".length();
    column(key.toString(), KEY_WIDTH - "  -> ".length());
    text.setLength(text.length() - 1);
    switch (style.layout()) {
      case STATISTICS -> traffic(start, counters.statistics().total());
      case RATES -> rates(counters.statistics().perSecond());
      case PLAIN -> {
        text.append(' ');
        column(DestinationText.word(settings.method()), 7);
        column(Integer.toString(settings.weight()), 6);
        connections(counters);
      }
      case TUNNELS -> {
        text.append(' ');
        column(DestinationText.word(settings.method()), 7);
        column(DestinationText.tunnelInfo(settings.method()), 13);
        column(Integer.toString(settings.weight()), 6);
        connections(counters);
      }
      case THRESHOLDS -> {
        text.append(' ');
        column(Long.toString(settings.upperThreshold()), 10);
        column(Long.toString(settings.lowerThreshold()), 10);
        connections(counters);
      }
      case PERSISTENT_CONNECTIONS -> {
        text.append(' ');
        column(Integer.toString(settings.weight()), 9);
        column(Long.toString(counters.persistent()), 11);
        connections(counters);
      }
    }
    text.append('\n');
  }

  private void connections(DestinationCounters counters) {
    column(Long.toString(counters.active()), 10);
    column(Long.toString(counters.inactive()), 10);
    text.setLength(text.length() - 1);
  }

  /** Five columns, behind what stands on the line so far. */
  private void traffic(int start, Traffic traffic) {
    text.repeat(" ", Math.max(start + KEY_WIDTH - text.length(), 0));
    large(traffic.connections());
    large(traffic.packetsIn());
    large(traffic.packetsOut());
    large(traffic.bytesIn());
    large(traffic.bytesOut());
  }

  /** The same for a destination, where ipvsadm shortens only bytes. */
  private void rates(Traffic traffic) {
    right(Long.toUnsignedString(traffic.connections()), 8, " ");
    right(Long.toUnsignedString(traffic.packetsIn()), 8, " ");
    right(Long.toUnsignedString(traffic.packetsOut()), 8, " ");
    large(traffic.bytesIn());
    large(traffic.bytesOut());
  }

  private void large(long number) {
    if (style.exact()) {
      String digits = Long.toUnsignedString(number);
      right(digits, digits.length() <= 8 ? 9 : digits.length() + 1, "");
    } else if (Long.compareUnsigned(number, 100_000_000L) < 0) {
      right(Long.toString(number), 9, "");
    } else if (Long.compareUnsigned(number, 1_000_000_000L) < 0) {
      shortened(number, 1_000L, "K");
    } else if (Long.compareUnsigned(number, 100_000_000_000L) < 0) {
      shortened(number, 1_000_000L, "M");
    } else if (Long.compareUnsigned(number, 100_000_000_000_000L) < 0) {
      shortened(number, 1_000_000_000L, "G");
    } else {
      shortened(number, 1_000_000_000_000L, "T");
    }
  }

  private void shortened(long number, long unit, String suffix) {
    right(Long.toUnsignedString(Long.divideUnsigned(number, unit)), 8, "");
    text.append(suffix);
  }

  /** A word at the end of a column at least that wide. */
  private void right(String word, int width, String before) {
    text.append(before).repeat(" ", Math.max(width - word.length(), 0)).append(word);
  }

  /** A word, at least that wide, and a space. */
  private void column(String word, int width) {
    text.append(word).repeat(" ", Math.max(width - word.length(), 0)).append(' ');
  }
}
