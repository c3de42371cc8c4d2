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
import dev.lvs.tool.convert.Addition;
import dev.lvs.tool.convert.Notices;
import dev.lvs.tool.convert.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * @param additions the fields of the VirtualService that express it
   * @param remarks lines for settings that have no field
   */
  record Found(List<Addition> additions, List<String> remarks) {}

  static Found of(VirtualServerBlock block, Notices notices) {
    Surroundings surroundings = new Surroundings(block, notices);
    HealthChecks.Found checks = HealthChecks.of(block, notices);
    checks.common().ifPresent(surroundings.additions::add);
    surroundings.onFailure();
    surroundings.quorum();
    surroundings.sorryServer();
    return new Found(surroundings.additions, surroundings.remarks(checks.others()));
  }

  private List<String> remarks(List<String> checks) {
    List<String> remarks = new ArrayList<>(checks);
    Map.of("quorum", List.of("quorum", "hysteresis"), "sorryServer", List.of("sorry_server"))
        .forEach(
            (field, keywords) -> {
              if (additions.stream().noneMatch(one -> one.field().equals(field))) {
                keywords.forEach(
                    keyword -> said(keyword).ifPresent(line -> remarks.add(line.whole())));
              }
            });
    return remarks.stream().sorted().toList();
  }

  private Optional<Statement> said(String keyword) {
    return Optional.ofNullable(block.around.get(keyword));
  }

  private void onFailure() {
    Optional<Statement> ofAll = said("inhibit_on_failure");
    List<RealServerBlock> own =
        block.servers.stream().filter(server -> server.inhibit.isPresent()).toList();
    boolean all =
        block.servers.stream()
            .allMatch(
                server -> server.inhibit.isPresent() ? server.isInhibited() : ofAll.isPresent());
    Optional<Origin> first =
        ofAll
            .map(line -> line.in(block.origin))
            .or(
                () ->
                    own.stream()
                        .findFirst()
                        .flatMap(server -> server.inhibit.map(line -> line.in(server.origin))));
    if (first.isEmpty()) {
      return;
    }
    if (all) {
      additions.add(new Addition("onFailure", OnFailure.QUIESCE, first.get()));
    } else if (ofAll.isPresent() || own.stream().anyMatch(RealServerBlock::isInhibited)) {
      notices.about(
          "onFailure",
          first.get(),
          "not carried over: onFailure is the same for all real servers of a service.");
    }
  }

  /**
   * keepalived adds up weights, the resource counts real servers: the same where all weigh alike.
   */
  private void quorum() {
    Optional<Statement> line = said("quorum").or(() -> said("hysteresis"));
    if (line.isEmpty()) {
      return;
    }
    Origin at = line.get().in(block.origin);
    List<Long> weights =
        block.servers.stream()
            .map(server -> server.weight.orElse(block.weight))
            .distinct()
            .toList();
    Optional<Long> quorum = number("quorum", 1, 1);
    Optional<Long> hysteresis = number("hysteresis", 0, 0);
    if (weights.size() != 1 || weights.getFirst() == 0) {
      notices.about(
          "quorum",
          at,
          "not carried over: keepalived's quorum adds up weights, which differ here, and that of a"
              + " VirtualService counts real servers.");
      return;
    }
    if (quorum.isEmpty() || hysteresis.isEmpty() || hysteresis.get() >= quorum.get()) {
      notices.about("quorum", at, "not carried over: quorum is not a number above hysteresis.");
      return;
    }
    long weight = weights.getFirst();
    Quorum needed =
        new Quorum(
            servers(quorum.get() + hysteresis.get(), weight),
            servers(quorum.get() - hysteresis.get(), weight));
    additions.add(new Addition("quorum", needed, at));
  }

  private static int servers(long weights, long weight) {
    return Math.clamp(Math.ceilDiv(weights, weight), 0, Integer.MAX_VALUE);
  }

  private Optional<Long> number(String keyword, long least, long otherwise) {
    Optional<Statement> line = said(keyword);
    return line.isEmpty()
        ? Optional.of(otherwise)
        : Values.begun(line.get().value(1), least, Integer.MAX_VALUE);
  }

  private void sorryServer() {
    Optional<Statement> line = said("sorry_server");
    said("sorry_server_inhibit")
        .ifPresent(
            inhibit ->
                notices.about(
                    "sorryServer",
                    inhibit.in(block.origin),
                    "not carried over: a sorry server is not checked, so it does not fail."));
    if (line.isEmpty()) {
      return;
    }
    Origin at = line.get().in(block.origin);
    Optional<IpAddress> address = Values.server(line.get().value(1));
    Optional<Integer> port = Values.port(line.get().value(2));
    if (address.isEmpty() || port.isEmpty()) {
      notices.about("sorryServer", at, "left out: it has no IP address, or a port that is none.");
      return;
    }
    if (isInForce(address.get())) {
      notices.table(
          at,
          "keepalived has it in force and none of the real servers, whose weights do not come to"
              + " the quorum; the manifests have the real servers.");
    }
    SorryServer sorry =
        new SorryServer(
            address.get().toString(), port.filter(number -> number != 0).orElse(null), mode(at));
    additions.add(new Addition("sorryServer", sorry, at));
  }

  /** Whether the real servers are too light for the quorum also while all of them are up. */
  private boolean isInForce(IpAddress address) {
    long weights =
        block.servers.stream().mapToLong(server -> server.weight.orElse(block.weight)).sum();
    // keepalived lowers a quorum that is too high, and then looks at the hysteresis
    long quorum = Math.min(number("quorum", 1, 1).orElse(1L), weights);
    long hysteresis = Math.min(number("hysteresis", 0, 0).orElse(0L), quorum - 1);
    boolean fits =
        method() instanceof Tunnel
            || block.family.filter(family -> family != address.family()).isEmpty();
    return fits && (weights == 0 || weights < quorum + hysteresis);
  }

  private ForwardingMethod method() {
    return block.sorryMethod.or(() -> block.method).orElseGet(Masquerade::new);
  }

  private ForwardingMode mode(Origin at) {
    ForwardingMethod method = method();
    if (method instanceof Tunnel && !method.equals(Tunnel.ipip())) {
      notices.about(
          "sorryServer",
          at,
          "its tunnel type is not carried over: a sorry server has that of ipip.");
    }
    return method instanceof DirectRouting
        ? ForwardingMode.DR
        : method instanceof Tunnel ? ForwardingMode.TUN : ForwardingMode.NAT;
  }
}
