package dev.lvs.compile.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.LetGo;
import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compilation.AwaitedVip;
import dev.lvs.compile.Recompiler;
import dev.lvs.compile.World;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A VIP that changes its announcement: first those that had it let it go, then others get it. */
class VipMovesTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.10");
  private static final String NOBODY = "";

  private final Recompiler compiler = new Recompiler();
  private final World world =
      new World()
          .with("AddressPool", "front", "{spec: {addresses: [192.0.2.0/28]}}")
          .with("RealServer", "web-1", "{spec: {address: 198.51.100.1}}")
          .with(
              "VirtualService",
              "web",
              "{spec: {addresses: [192.0.2.10], ports: [{port: 80}], directorGroup: a,"
                  + " forwarding: {method: NAT}, realServers: {names: [web-1]}}}");
  private Compilation last = new Recompiler().compile(world.input(), List.of()).compilation();
  private Set<LetGo> letGo = Set.of();

  private void node(String name, int number, String group) {
    world.with(
        "Node",
        name,
        "{metadata: {labels: {group: %s}}, status: {addresses: [{type: InternalIP, address: 192.0.2.%d}]}}"
            .formatted(group, number));
  }

  private void group(String name, String announcement) {
    String device = announcement.contains("bgp") ? "" : "vipInterface: eth1, ";
    world.with(
        "DirectorGroup",
        name,
        "{spec: {nodeSelector: {matchLabels: {group: %s}}, %sannouncement: %s}}"
            .formatted(name, device, announcement));
  }

  private void serveBy(String group) {
    world.with("VirtualService", "web", "{spec: {directorGroup: %s}}".formatted(group));
  }

  private void compile() {
    last = compiler.compile(world.input().letGo(letGo), last.plans()).compilation();
  }

  /** Nodes of one group with the VIP in force. */
  private void begin(String announcement, String... nodes) {
    group("a", announcement);
    for (int n = 0; n < nodes.length; n++) {
      node(nodes[n], 101 + n, "a");
    }
    compile();
    assertThat(announcers()).isEqualTo(String.join(" ", nodes));
  }

  @ParameterizedTest
  @CsvSource({
    "{mode: static}, {mode: static}",
    "{mode: static}, {mode: lease}",
    "{mode: lease}, {mode: static}",
    "{mode: lease}, {mode: lease}",
    "{mode: lease}, {mode: bgp}",
    "'{mode: vrrp, vrrp: {virtualRouterId: 51}}', {mode: lease}"
  })
  void anotherGroupGetsItWhenThoseThatHadItHaveLetItGo(String before, String after) {
    begin(before, "edge-1", "edge-2");
    group("b", after);
    node("edge-3", 111, "b");
    serveBy("b");

    compile();

    assertThat(announcers()).isEqualTo(NOBODY);
    assertThat(former("edge-1")).hasSize(1).isEqualTo(former("edge-2"));
    assertThat(awaited())
        .containsExactly(new AwaitedVip("192.0.2.10", List.of("edge-1", "edge-2")));
    assertThat(plan("edge-3").director().services()).as("ready for it").hasSize(1);

    letsGo("edge-1");
    compile();
    assertThat(announcers()).isEqualTo(NOBODY);
    assertThat(awaited()).containsExactly(new AwaitedVip("192.0.2.10", List.of("edge-2")));

    letsGo("edge-1", "edge-2");
    compile();
    assertThat(announcers()).isEqualTo("edge-3");
    assertThat(awaited()).isEmpty();
    assertThat(last.plans()).allMatch(plan -> plan.director().formerVips().isEmpty());
  }

  /** A node may well change its own way: nobody else answers meanwhile. */
  @Test
  void aModeChangesAtOnceWhereItIsAndLaterWhereItIsNew() {
    begin("{mode: static}", "edge-1");
    group("a", "{mode: lease}");
    node("edge-2", 102, "a");

    compile();

    assertThat(announcers()).isEqualTo("edge-1");
    assertThat(vip("edge-1").orElseThrow().lease()).isNotNull();
    assertThat(awaited()).as("it is served").isEmpty();
    letsGo("edge-1");
    compile();
    assertThat(announcers()).isEqualTo("edge-1 edge-2");
  }

  @Test
  void aGroupWithoutLeaseChangesItsDirectorInTwoSteps() {
    begin("{mode: static}", "edge-1");
    node("edge-1", 101, "none");
    node("edge-2", 102, "a");

    compile();

    assertThat(announcers()).isEqualTo(NOBODY);
    assertThat(former("edge-1")).containsExactly(new FormerVip(VIP, AnnouncementMode.STATIC, null));
    letsGo("edge-1");
    compile();
    assertThat(announcers()).isEqualTo("edge-2");
  }

  @ParameterizedTest
  @CsvSource({"{mode: lease}", "'{mode: vrrp, vrrp: {virtualRouterId: 51}}'", "{mode: bgp}"})
  void directorsThatSettleItAmongThemWaitForNobody(String mode) {
    begin(mode, "edge-1", "edge-2");
    node("edge-1", 101, "none");
    node("edge-3", 103, "a");

    compile();

    assertThat(announcers()).isEqualTo("edge-2 edge-3");
  }

  @Test
  void whoHadItGetsItBackWithoutWaiting() {
    begin("{mode: lease}", "edge-1");
    group("b", "{mode: lease}");
    node("edge-3", 111, "b");
    serveBy("b");
    compile();

    serveBy("a");
    compile();

    assertThat(announcers()).isEqualTo("edge-1");
    assertThat(former("edge-1")).isEmpty();
  }

  /** Else another service could get the VIP while an agent that cannot be reached still has it. */
  @Test
  void aVipIsRememberedThoughNobodyWantsIt() {
    begin("{mode: static}", "edge-1");
    group("b", "{mode: static}");
    node("edge-3", 111, "b");
    world.without("VirtualService", "web");
    compile();
    assertThat(former("edge-1")).hasSize(1);

    world.with(
        "VirtualService",
        "other",
        "{spec: {addresses: [192.0.2.10], ports: [{port: 80}], directorGroup: b,"
            + " forwarding: {method: NAT}, realServers: {names: [web-1]}}}");
    compile();

    assertThat(announcers()).isEqualTo(NOBODY);
  }

  @Test
  void aNodeThatIsGoneHasLetGoEverything() {
    begin("{mode: static}", "edge-1");
    group("b", "{mode: static}");
    node("edge-3", 111, "b");
    serveBy("b");
    world.without("Node", "edge-1");

    compile();

    assertThat(announcers()).isEqualTo("edge-3");
  }

  @Test
  void eachNodeByItselfWaitsForNobody() {
    begin("{mode: static}", "edge-1");
    group("b", "{mode: static}");
    node("edge-3", 111, "b");
    serveBy("b");

    last = compiler.compile(world.input(), last.plans()).compilation();

    assertThat(announcers()).isEqualTo("edge-3");
    assertThat(last.plans()).allMatch(plan -> plan.director().formerVips().isEmpty());
  }

  @Test
  void comesToTheSameAgain() {
    begin("{mode: lease}", "edge-1", "edge-2");
    group("b", "{mode: static}");
    node("edge-3", 111, "b");
    serveBy("b");
    compile();
    List<NodePlanSpec> plans = last.plans();

    compile();

    assertThat(last.plans()).isEqualTo(plans);
  }

  private void letsGo(String... nodes) {
    letGo =
        Set.of(nodes).stream()
            .flatMap(node -> former(node).stream().map(vip -> new LetGo(node, vip)))
            .collect(Collectors.toSet());
  }

  private String announcers() {
    return String.join(
        " ",
        last.plans().stream()
            .map(NodePlanSpec::nodeName)
            .filter(node -> vip(node).isPresent())
            .toList());
  }

  private Optional<PlannedVip> vip(String node) {
    return plan(node).director().vips().stream()
        .filter(vip -> vip.address().equals(VIP))
        .findFirst();
  }

  private List<FormerVip> former(String node) {
    return plan(node).director().formerVips();
  }

  private NodePlanSpec plan(String node) {
    return last.plans().stream()
        .filter(plan -> plan.nodeName().equals(node))
        .findFirst()
        .orElseGet(() -> NodePlanSpec.empty(node));
  }

  private List<AwaitedVip> awaited() {
    return last.services().getFirst().awaited();
  }
}
