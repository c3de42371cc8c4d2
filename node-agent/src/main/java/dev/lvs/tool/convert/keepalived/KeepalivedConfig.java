package dev.lvs.tool.convert.keepalived;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.keepalived.GroupEntries.Entry;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.Holders;
import dev.lvs.tool.convert.read.Includes;
import dev.lvs.tool.convert.read.Notice;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.ServiceBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads keepalived.conf. */
public final class KeepalivedConfig {
  /** Most entries of all groups and virtual servers, times their real servers. */
  private static final int MOST_DESTINATIONS = 200_000;

  /** With this keepalived makes one service of a mark for all addresses of a group. */
  private static final String BY_MARKS = "nftables_ipvs";

  private final Notices notices = new Notices();
  private final Map<String, List<Entry>> groups = new HashMap<>();
  private final List<ServiceBlock> services = new ArrayList<>();
  private final List<Addition> additions = new ArrayList<>();
  private final SortedSet<IpAddress> vrrpAddresses = new TreeSet<>();
  private final Map<String, Statement> trackedFiles = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> marksOfIpv4 = new HashSet<>();
  private boolean byMarks;
  private int destinations;

  private KeepalivedConfig() {}

  /**
   * Returns what keepalived would program after reading these files one after the other.
   *
   * @param configId as {@code keepalived --config-id}
   */
  public static Configuration read(
      List<ConfigFile> files, Includes includes, Optional<String> configId) {
    KeepalivedConfig config = new KeepalivedConfig();
    LineReader lines = new LineReader(files, includes, configId, config.notices);
    config.read(new BlockParser(lines, config.notices).parse());
    boolean marks =
        config.services.stream()
            .flatMap(block -> block.servers().stream())
            .anyMatch(server -> server.key() instanceof MarkKey);
    Holders.tell(config.services, config.vrrpAddresses, files.getFirst().name(), config.notices);
    return new Configuration(
        config.services,
        Map.of(),
        config.additions,
        marks ? config.vrrpAddresses : new TreeSet<>(),
        config.notices.sorted().stream().map(KeepalivedConfig::claimed).toList());
  }

  /** Nobody knows what keepalived makes of a value that is not known here. */
  private static Notice claimed(Notice notice) {
    return StandardParameters.isUnknown(notice.origin().subject())
        ? new Notice(
            notice.origin(), notice.effect(), notice.message().replace(", as keepalived does", ""))
        : notice;
  }

  private void read(List<Statement> statements) {
    Synchronisation sync = new Synchronisation(notices);
    // a virtual server may stand before its group
    for (Statement statement : statements) {
      if (statement.keyword().equals("virtual_server_group")) {
        group(statement);
      }
      if (statement.keyword().equals("track_file")) {
        statement.value(1).ifPresent(name -> trackedFiles.putIfAbsent(name, statement));
      }
      byMarks |=
          statement.keyword().equals("global_defs")
              && statement.inside().stream().anyMatch(line -> line.keyword().equals(BY_MARKS));
    }
    for (Statement statement : statements) {
      switch (statement.keyword()) {
        case "virtual_server_group", "track_file" -> {}
        case "virtual_server" -> virtualServer(statement);
        case "global_defs" -> additions.addAll(GlobalDefinitions.read(statement, sync, notices));
        case "vrrp_instance" -> vrrpAddresses.addAll(VrrpInstance.read(statement, sync, notices));
        default -> {
          Keywords.tell(statement, statement.origin(), false, notices);
          Keywords.tellOfTable(statement, statement.origin(), notices);
        }
      }
    }
    sync.addition().ifPresent(additions::add);
  }

  /** Of several groups of one name the first that has entries counts. */
  private void group(Statement statement) {
    if (MissingValues.isOne(statement, MissingValues.OUTERMOST, statement.origin(), notices)) {
      return;
    }
    String name = statement.value(1).orElse("");
    if (groups.containsKey(name)) {
      notices.aside(
          statement.origin(), "passed over, as keepalived does: there is a group of that name.");
      return;
    }
    List<Entry> entries = GroupEntries.read(statement, notices);
    if (!entries.isEmpty()) {
      groups.put(name, entries);
    }
  }

  private void virtualServer(Statement statement) {
    if (MissingValues.isOne(statement, MissingValues.OUTERMOST, statement.origin(), notices)) {
      return;
    }
    List<Entry> entries = entries(statement);
    if (entries.isEmpty() && isMarkZero(statement)) {
      notices.table(
          statement.origin(),
          "left out: it is not a firewall mark from 1 to 4294967295, and keepalived makes a service"
              + " of no address of it.");
      return;
    }
    if (entries.isEmpty()) {
      notices.aside(
          statement.origin(),
          "left out: it has no address with a port, no firewall mark, and no group with entries.");
      return;
    }
    if (!statement.value(1).equals(Optional.of("group"))) {
      Values.behind(statement.value(1)).ifPresent(text -> notices.aside(statement.origin(), text));
      Values.rest(statement.value(2)).ifPresent(text -> notices.aside(statement.origin(), text));
    }
    VirtualServerBlock block =
        VirtualServerBlock.read(statement, family(entries), trackedFiles, notices);
    if (block.servers.isEmpty()) {
      notices.aside(block.origin, "left out, as keepalived does: it has no real servers.");
      return;
    }
    Set<AddressFamily> families = GroupEntries.families(entries);
    if (block.family.filter(family -> !Set.of(family).containsAll(families)).isPresent()) {
      notices.aside(
          block.origin,
          "left out, as keepalived does: its group has addresses or marks of another family than"
              + " its real servers.");
      return;
    }
    if (families.size() == 1) {
      block.family = Optional.of(families.iterator().next());
    }
    if ((long) entries.size() * block.servers.size() > MOST_DESTINATIONS - destinations) {
      notices.table(
          block.origin,
          "left out: all in all there are more than %d.".formatted(MOST_DESTINATIONS));
      return;
    }
    destinations += entries.size() * block.servers.size();
    List<VirtualServer> servers = TableEntries.of(block, entries, notices);
    if (block.grouped) {
      tellOfMarks(statement.value(2).orElse(""), block, servers);
    }
    Surroundings.Found around = Surroundings.of(block, notices);
    services.add(
        new ServiceBlock(
            name(statement, block),
            block.origin,
            servers,
            block.places,
            around.checks(),
            around.additions(),
            around.remarks()));
  }

  private static boolean isMarkZero(Statement statement) {
    return statement.value(1).equals(Optional.of("fwmark"))
        && Values.begun(statement.value(2), 0, 0).isPresent();
  }

  /** What keepalived makes of the marks of a group, and manifests do not. */
  private void tellOfMarks(String group, VirtualServerBlock block, List<VirtualServer> servers) {
    if (byMarks && servers.stream().anyMatch(server -> server.key() instanceof AddressKey)) {
      notices.table(
          block.origin,
          "the addresses of its group are services of their own, and not one of a firewall mark as keepalived makes by %s."
              .formatted(BY_MARKS));
    }
    for (VirtualServer server : servers) {
      if (server.key() instanceof MarkKey(AddressFamily family, long mark)) {
        String name = mark + " of " + group;
        if (family == AddressFamily.IPV4) {
          marksOfIpv4.add(name);
        } else if (marksOfIpv4.contains(name)) {
          notices.table(
              block.origin.within(block.origin.line(), server.key().toString()),
              "keepalived 2.2.7 has it for IPv4 already and fails to make it for IPv6 too; the"
                  + " manifests have both.");
        }
      }
    }
  }

  private List<Entry> entries(Statement statement) {
    String first = statement.value(1).orElse("");
    return switch (first) {
      case "group" -> groups.getOrDefault(statement.value(2).orElse(""), List.of());
      case "fwmark" ->
          Values.begun(statement.value(2), 1, 0xffff_ffffL)
              .map(mark -> List.<Entry>of(new Entry.Mark(mark, Optional.empty())))
              .orElse(List.of());
      default -> {
        Optional<Integer> port = Values.port(statement.value(2));
        yield Values.server(statement.value(1))
            .filter(_ -> port.isPresent())
            .map(address -> List.<Entry>of(new Entry.Address(address, port.orElse(0))))
            .orElse(List.of());
      }
    };
  }

  /** Only a virtual server with an address of its own has a family from the start. */
  private static Optional<AddressFamily> family(List<Entry> entries) {
    return entries.size() == 1 && entries.getFirst() instanceof Entry.Address(var address, var _)
        ? Optional.of(address.family())
        : Optional.empty();
  }

  /** Groups have names; where two virtual servers share one, the protocol tells them apart. */
  private String name(Statement statement, VirtualServerBlock block) {
    if (!statement.value(1).equals(Optional.of("group"))) {
      return "";
    }
    String group = statement.value(2).orElse("");
    return names.add(group)
        ? group
        : group + block.protocol.map(p -> "-" + p.toString().toLowerCase(Locale.ROOT)).orElse("");
  }
}
