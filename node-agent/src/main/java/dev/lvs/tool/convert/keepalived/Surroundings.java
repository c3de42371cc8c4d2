package dev.lvs.tool.convert.keepalived;

import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.OnFailure;
import dev.lvs.api.v1alpha1.Quorum;
import dev.lvs.api.v1alpha1.SorryServer;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServerChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Converts the failure handling of a virtual server: checks, quorum and sorry server. */
final class Surroundings {
  private final VirtualServerBlock block;
  private final Notices notices;
  private final List<Addition> additions = new ArrayList<>();

  private Surroundings(VirtualServerBlock block, Notices notices) {
    this.block = block;
    this.notices = notices;
  }

  /**
   * Failure handling of a virtual server.
   *
   * @param checks of its real servers
   * @param additions the other fields of the VirtualService that express it
   * @param remarks lines for settings that have no field
   */
  record Found(ServerChecks checks, List<Addition> additions, List<String> remarks) {}

  static Found of(VirtualServerBlock block, Notices notices) {
    Surroundings surroundings = new Surroundings(block, notices);
    HealthChecks.Found checks = HealthChecks.of(block, notices);
    if (checks.checks().isAny()) {
      surroundings.onFailure();
    }
    surroundings.quorum();
    surroundings.sorryServer();
    return new Found(
        checks.checks(), surroundings.additions, surroundings.remarks(checks.others()));
  }

  private List<String> remarks(List<String> checks) {
    List<String> remarks = new ArrayList<>(checks);
    if (additions.stream().noneMatch(one -> one.field().equals("sorryServer"))) {
      said("sorry_server").ifPresent(line -> remarks.add(line.whole()));
    }
    return remarks.stream().sorted().toList();
  }

  private Optional<Statement> said(String keyword) {
    return Optional.ofNullable(block.around.get(keyword));
  }

  /** It is one of the whole service; where its real servers differ, that of most of them. */
  private void onFailure() {
    Optional<Statement> ofAll = said("inhibit_on_failure");
    List<RealServerBlock> inhibited = block.servers.stream().filter(this::isInhibited).toList();
    boolean most = 2 * inhibited.size() > block.servers.size();
    OnFailure action = most ? OnFailure.QUIESCE : OnFailure.REMOVE;
    for (RealServerBlock server : block.servers) {
      if (inhibited.contains(server) != most) {
        notices.table(
            server.inhibit.map(line -> line.in(server.origin)).orElse(server.origin),
            "what becomes of a real server that fails is the same for all of a service, and %s is what most here say."
                .formatted(action.text()));
      }
    }
    additions.add(
        new Addition(
            "onFailure", action, ofAll.map(line -> line.in(block.origin)).orElse(block.origin)));
  }

  private boolean isInhibited(RealServerBlock server) {
    return server.inhibit.isPresent()
        ? server.isInhibited()
        : said("inhibit_on_failure").isPresent();
  }

  private void quorum() {
    Optional<Statement> line = said("quorum").or(() -> said("hysteresis"));
    long needed = needed();
    if (line.isPresent() && needed > 0) {
      long slack = slack(needed);
      // where all together do not come to it, that is told of the sorry server
      long up = Math.min(needed + slack, weights());
      additions.add(
          new Addition(
              "quorum",
              new Quorum(
                  Math.clamp(up, 1, Integer.MAX_VALUE),
                  Math.clamp(needed - slack, 1, Integer.MAX_VALUE)),
              line.get().in(block.origin)));
    }
  }

  /** keepalived lowers a quorum that all real servers together do not come to. */
  private long needed() {
    return Math.min(number("quorum", 1, 1), weights());
  }

  /** And then a hysteresis that is not below it. */
  private long slack(long needed) {
    return Math.min(number("hysteresis", 0, 0), needed - 1);
  }

  private long weights() {
    return weighed().sum();
  }

  /** The weight of a real server that may be alone while the quorum is lost. */
  private long lightest() {
    return weighed().filter(weight -> weight > 0).min().orElse(Long.MAX_VALUE);
  }

  private LongStream weighed() {
    return block.servers.stream().mapToLong(server -> server.weight.orElse(block.weight));
  }

  private long number(String keyword, long least, long otherwise) {
    Optional<Statement> line = said(keyword);
    Optional<Long> number = line.flatMap(it -> Values.begun(it.value(1), least, Integer.MAX_VALUE));
    if (line.isPresent() && number.isEmpty()) {
      notices.aside(
          line.get().in(block.origin),
          "it is no such number, so %d was taken, as keepalived does.".formatted(otherwise));
    }
    return number.orElse(otherwise);
  }

  private void sorryServer() {
    Optional<Statement> line = said("sorry_server");
    said("sorry_server_inhibit")
        .ifPresent(
            inhibit ->
                notices.aside(
                    inhibit.in(block.origin),
                    "not carried over: a sorry server is not checked, so it does not fail."));
    if (line.isEmpty()) {
      return;
    }
    Origin at = line.get().in(block.origin);
    Optional<IpAddress> address = Values.server(line.get().value(1));
    Optional<Integer> port = Values.port(line.get().value(2));
    if (address.isEmpty() || port.isEmpty()) {
      notices.aside(at, "left out: it has no IP address, or a port that is none.");
      return;
    }
    if (isInForce(address.get())) {
      notices.table(
          at,
          "keepalived has it in force and none of the real servers, whose weights do not come to"
              + " the quorum; the manifests have the real servers.");
    }
    boolean removed = block.servers.stream().anyMatch(server -> !isInhibited(server));
    if (removed && lightest() < needed() - slack(needed())) {
      notices.aside(
          at,
          "below the quorum keepalived takes away real servers that still work; the agent leaves them"
              + " with weight 0, so that their connections go on.");
    }
    SorryServer sorry =
        new SorryServer(
            address.get().toString(), port.filter(number -> number != 0).orElse(null), mode(at));
    additions.add(new Addition("sorryServer", sorry, at));
  }

  /**
   * Returns whether the real servers are too light for the quorum also while all of them are up.
   */
  private boolean isInForce(IpAddress address) {
    long needed = needed();
    boolean fits =
        method() instanceof Tunnel
            || block.family.filter(family -> family != address.family()).isEmpty();
    return fits && (weights() == 0 || weights() < needed + slack(needed));
  }

  private ForwardingMethod method() {
    return block.sorryMethod.or(() -> block.method).orElseGet(Masquerade::new);
  }

  private ForwardingMode mode(Origin at) {
    ForwardingMethod method = method();
    if (method instanceof Tunnel && !method.equals(Tunnel.ipip())) {
      notices.aside(at, "its tunnel type is not carried over: a sorry server has that of ipip.");
    }
    return method instanceof DirectRouting
        ? ForwardingMode.DR
        : method instanceof Tunnel ? ForwardingMode.TUN : ForwardingMode.NAT;
  }
}
