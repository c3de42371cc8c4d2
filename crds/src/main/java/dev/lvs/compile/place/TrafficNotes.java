package dev.lvs.compile.place;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorGroupSpec;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.compile.draft.Draft;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.problem.Report;
import dev.lvs.compile.resolve.Resolution.Host;
import dev.lvs.net.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Notes on the behaviour of a valid service that its author may not expect. */
public final class TrafficNotes {
  private static final String EXPIRE = "expire_quiescent_template";
  private static final Comparator<PlannedDestination> BY_ADDRESS =
      Comparator.comparing(PlannedDestination::address);

  private final Map<IpAddress, Host> hosts;
  private final Report report;

  /**
   * @param hosts by the addresses at which agents make nodes real servers
   */
  public TrafficNotes(Map<IpAddress, Host> hosts, Report report) {
    this.hosts = hosts;
    this.report = report;
  }

  public void check(Draft draft, VirtualServiceSpec spec) {
    SortedSet<PlannedDestination> destinations = new TreeSet<>(BY_ADDRESS);
    draft.entries().values().forEach(entry -> destinations.addAll(entry.all()));
    serversWithoutNode(draft.name(), destinations);
    insiders(draft.name(), destinations);
    changingPaths(draft, spec);
    answersByOneDirector(draft, destinations);
    if (spec.persistence() != null && !expires(draft)) {
      draft.entries().values().stream()
          .flatMap(entry -> entry.destinations().stream())
          .filter(destination -> destination.weight() == 0)
          .forEach(destination -> drain(draft, spec, destination));
    }
  }

  private void serversWithoutNode(
      ResourceName service, SortedSet<PlannedDestination> destinations) {
    for (ForwardingMode method : List.of(ForwardingMode.DR, ForwardingMode.TUN)) {
      Optional<String> without =
          texts(
              destinations.stream()
                  .filter(one -> one.method() == method && node(one).isEmpty())
                  .map(one -> one.address().toString())
                  .toList());
      without.ifPresent(
          addresses ->
              report.note(
                  service,
                  "spec.realServers",
                  Reason.SERVER_WITHOUT_NODE,
                  "No node has the address of real server %s, so no agent prepares it for %s; see that it holds the VIPs without answering ARP for them%s, or correct the address."
                      .formatted(
                          addresses,
                          method,
                          method == ForwardingMode.TUN ? ", and takes the tunnel" : "")));
    }
  }

  /** Nodes are clients too, whom other real servers answer past the director. */
  private void insiders(ResourceName service, SortedSet<PlannedDestination> destinations) {
    texts(
            destinations.stream()
                .filter(one -> one.method() == ForwardingMode.NAT)
                .flatMap(one -> node(one).stream())
                .map(host -> host.name().toString())
                .distinct()
                .toList())
        .ifPresent(
            nodes ->
                report.note(
                    service,
                    "spec.forwarding.method",
                    Reason.INSIDERS_UNANSWERED,
                    "Clients on %s get no answer from the VIPs where the real server can answer them directly, since NAT needs answers to come back by the director; let them ask the real servers, or use FULLNAT."
                        .formatted(nodes)));
  }

  /** Routers send a connection to another director as soon as one comes or goes. */
  private void changingPaths(Draft draft, VirtualServiceSpec spec) {
    DirectorGroupSpec group = draft.group().spec();
    boolean isByBgp =
        group != null
            && group.announcement() != null
            && group.announcement().mode() == AnnouncementMode.BGP;
    if (isByBgp
        && draft.group().hosts().size() > 1
        && !spec.scheduler().equals(Scheduler.MH)
        && requireNonNull(group).connectionSync() == null) {
      report.note(
          draft.name(),
          "spec.scheduler",
          Reason.CONNECTIONS_CHANGE_SERVERS,
          "Each VIP is announced by several directors, and a router may send an established connection to another one, by which %s sends it to another real server, so that it breaks; use scheduler mh with schedulerFlags [mh-port, mh-fallback], by which all directors choose the same, or connectionSync in %s."
              .formatted(spec.scheduler().text(), draft.group().name()));
    }
  }

  /** Real servers have one default route, whoever has the VIPs. */
  private void answersByOneDirector(Draft draft, SortedSet<PlannedDestination> destinations) {
    DirectorGroupSpec group = draft.group().spec();
    AnnouncementMode mode =
        group == null || group.announcement() == null
            ? AnnouncementMode.STATIC
            : group.announcement().mode();
    boolean moves =
        mode != AnnouncementMode.STATIC
            && mode != AnnouncementMode.NONE
            && draft.group().hosts().size() > 1;
    if (!moves
        || !requireNonNull(group).vipInterfaces().isEmpty()
        || destinations.stream().noneMatch(one -> one.method() == ForwardingMode.NAT)) {
      return;
    }
    report.note(
        draft.name(),
        "spec.forwarding.method",
        Reason.ANSWERS_BY_ONE_DIRECTOR,
        "With NAT real servers answer by their default route, and so by one director, whichever has the VIPs; %suse FULLNAT."
            .formatted(
                mode == AnnouncementMode.LEASE
                    ? "let that route lead to an address in spec.addresses that moves with the VIPs (vipInterfaces of %s names its interface), or "
                        .formatted(draft.group().name())
                    : ""));
  }

  private void drain(Draft draft, VirtualServiceSpec spec, PlannedDestination destination) {
    ResourceName server = requireNonNullElse(destination.source(), draft.name());
    String remedy =
        "write %s: 1 in spec.ipvsSysctls of %s to send them elsewhere at once, or wait for them"
            .formatted(EXPIRE, draft.group().name());
    String time = spec.persistence() == null ? "" : spec.persistence().timeout().toString();
    String who =
        server.equals(draft.name())
            ? "Inline real server " + destination.address()
            : server.toString();
    report.note(
        draft.name(),
        "spec.persistence",
        Reason.DRAIN_IS_PERSISTENT,
        "%s has weight 0, but clients that persistence remembers come on to it, until they are silent for %s; %s."
            .formatted(who, time, remedy));
    if (server.kind().equals("RealServer")) {
      report.note(
          server,
          "spec.weight",
          Reason.DRAIN_IS_PERSISTENT,
          "Clients that persistence of %s remembers come on to it at weight 0, until they are silent for %s; %s."
              .formatted(draft.name(), time, remedy));
    }
  }

  private static boolean expires(Draft draft) {
    return draft.group().spec() != null
        && "1".equals(draft.group().spec().ipvsSysctls().get(EXPIRE));
  }

  private Optional<Host> node(PlannedDestination destination) {
    return Optional.ofNullable(hosts.get(destination.address()));
  }

  private static Optional<String> texts(List<String> names) {
    String first = names.stream().limit(3).collect(Collectors.joining(", "));
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            names.size() > 3 ? "%s and %d more".formatted(first, names.size() - 3) : first);
  }
}
