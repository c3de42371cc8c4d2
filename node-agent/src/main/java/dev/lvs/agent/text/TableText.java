package dev.lvs.agent.text;

import dev.lvs.agent.model.DestinationCounters;
import dev.lvs.agent.model.DestinationKey;
import dev.lvs.agent.model.DestinationSettings;
import dev.lvs.agent.model.ObservedServer;
import dev.lvs.agent.model.ObservedTable;
import dev.lvs.agent.model.ServiceFlag;
import dev.lvs.agent.model.ServiceKey;
import dev.lvs.agent.model.ServiceKey.AddressKey;
import dev.lvs.agent.model.ServiceKey.MarkKey;
import dev.lvs.agent.model.ServiceSettings;
import dev.lvs.agent.model.VirtualServer;
import dev.lvs.net.AddressFamily;

/** The IPVS table as {@code ipvsadm -Ln} shows it, to the byte. */
public final class TableText {
  private final StringBuilder text = new StringBuilder();

  private TableText() {}

  /** The whole table, with its heading; every line ends with a newline. */
  public static String of(ObservedTable table) {
    TableText text = new TableText();
    text.heading(table);
    IpvsadmOrder.servers(table.servers()).forEach(text::server);
    return text.text.toString();
  }

  private void heading(ObservedTable table) {
    text.append("IP Virtual Server version ").append(table.version());
    text.append(" (size=").append(table.connectionTableSize()).append(")\n");
    text.append("Prot LocalAddress:Port Scheduler Flags\n");
    text.append("  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\n");
  }

  private void server(ObservedServer observed) {
    VirtualServer server = observed.server();
    key(server.key());
    settings(server.key(), server.settings());
    text.append('\n');
    IpvsadmOrder.destinations(server.destinations())
        .forEach(entry -> destination(entry.getKey(), entry.getValue(), observed));
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
      DestinationKey key, DestinationSettings settings, ObservedServer observed) {
    DestinationCounters counters = observed.counters(key);
    text.append("  -> ");
    column(key.toString(), 28);
    column(DestinationText.word(settings.method()), 7);
    column(Integer.toString(settings.weight()), 6);
    column(Long.toString(counters.active()), 10);
    column(Long.toString(counters.inactive()), 10);
    text.setCharAt(text.length() - 1, '\n');
  }

  /** A word, at least that wide, and a space. */
  private void column(String word, int width) {
    text.append(word).repeat(" ", Math.max(width - word.length(), 0)).append(' ');
  }
}
