package dev.lvs.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.lvs.agent.AgentClasses.AGENT;
import static dev.lvs.agent.AgentClasses.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.lvs.agent.inbox.Producer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Imports between packages of the agent, held to the table of those that each may import. */
class AgentFencesTest {
  /** Each package below {@code dev.lvs.agent}, and the others of ours that it may import. */
  private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

  private static final List<String> PLANNING =
      List.of(
          "dev.lvs.net",
          "dev.lvs.ipvs..",
          "dev.lvs.api..",
          AGENT + ".model..",
          AGENT + ".object",
          AGENT + ".situation",
          AGENT + ".plan.*");

  static {
    MAY_IMPORT.put(
        "model",
        List.of("dev.lvs.net", "dev.lvs.ipvs", AGENT + ".model.ipvs", AGENT + ".model.device"));
    MAY_IMPORT.put("model.ipvs", List.of("dev.lvs.net", "dev.lvs.ipvs.."));
    MAY_IMPORT.put("model.device", List.of("dev.lvs.net", "dev.lvs.ipvs"));
    MAY_IMPORT.put("lease", List.of());
    MAY_IMPORT.put(
        "failover",
        List.of(
            "dev.lvs.net",
            "dev.lvs.api..",
            AGENT + ".fence",
            AGENT + ".inbox",
            AGENT + ".kernel.neighbour",
            AGENT + ".lease",
            AGENT + ".netlink",
            AGENT + ".netlink.route",
            AGENT + ".probe.arp",
            AGENT + ".retry",
            AGENT + ".situation",
            AGENT + ".syscall"));
    MAY_IMPORT.put(
        "vrrp",
        List.of(
            "dev.lvs.net", "dev.lvs.api..", AGENT + ".inbox", AGENT + ".model", AGENT + ".retry"));
    MAY_IMPORT.put(
        "bgp",
        List.of(
            "dev.lvs.net",
            "dev.lvs.api..",
            AGENT + ".model..",
            AGENT + ".netlink",
            AGENT + ".netlink.route"));
    MAY_IMPORT.put("retry", List.of());
    MAY_IMPORT.put("log", List.of());
    MAY_IMPORT.put("file", List.of());
    MAY_IMPORT.put("netlink", List.of());
    MAY_IMPORT.put(
        "netlink.ipvs",
        List.of("dev.lvs.net", "dev.lvs.ipvs..", AGENT + ".model..", AGENT + ".netlink"));
    MAY_IMPORT.put(
        "netlink.nft",
        List.of("dev.lvs.net", "dev.lvs.ipvs", AGENT + ".model..", AGENT + ".netlink"));
    MAY_IMPORT.put(
        "netlink.route",
        List.of("dev.lvs.net", "dev.lvs.ipvs", AGENT + ".model..", AGENT + ".netlink"));
    MAY_IMPORT.put(
        "netlink.fou",
        List.of("dev.lvs.net", "dev.lvs.ipvs", AGENT + ".model..", AGENT + ".netlink"));
    MAY_IMPORT.put(
        "netlink.conntrack",
        List.of("dev.lvs.net", "dev.lvs.ipvs", AGENT + ".model..", AGENT + ".netlink"));
    MAY_IMPORT.put("syscall", List.of("dev.lvs.net", AGENT + ".netlink"));
    MAY_IMPORT.put("probe", List.of("dev.lvs.net", AGENT + ".netlink", AGENT + ".syscall"));
    for (String protocol : List.of("arp", "http", "grpc", "dns", "tls", "script")) {
      MAY_IMPORT.put(
          "probe." + protocol,
          List.of("dev.lvs.check", "dev.lvs.net", AGENT + ".probe", AGENT + ".syscall"));
    }
    MAY_IMPORT.put(
        "probe.local",
        List.of("dev.lvs.net", AGENT + ".netlink", AGENT + ".probe", AGENT + ".syscall"));
    MAY_IMPORT.put("situation", List.of("dev.lvs.net", "dev.lvs.ipvs", AGENT + ".model.."));
    MAY_IMPORT.put(
        "drain",
        List.of(
            "dev.lvs.net",
            "dev.lvs.manifest",
            AGENT + ".file",
            AGENT + ".inbox",
            AGENT + ".ledger",
            AGENT + ".situation"));
    MAY_IMPORT.put("xtables", List.of("dev.lvs.net", "dev.lvs.ipvs", AGENT + ".model.."));
    MAY_IMPORT.put(
        "object",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs",
            AGENT + ".model..",
            AGENT + ".netlink",
            AGENT + ".netlink.route"));
    kind("ipvs", "netlink.ipvs", "netlink.route", "kernel.sysctl");
    kind("address", "netlink.route", "kernel.neighbour", "kernel.sysctl", "retry");
    kind("neighbour", "netlink.route", "retry", "syscall");
    kind("device", "netlink.route", "netlink.fou", "kernel.address", "kernel.sysctl");
    kind("route", "netlink.route");
    kind("nft", "netlink.nft");
    kind("sysctl");
    kind("timeout", "netlink.ipvs", "kernel.ipvs");
    kind("syncdaemon", "netlink.ipvs", "kernel.ipvs", "kernel.sysctl");
    kind("conntrack", "netlink.conntrack", "kernel.ipvs");
    MAY_IMPORT.put(
        "ledger",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs..",
            AGENT + ".file",
            AGENT + ".kernel.sysctl",
            AGENT + ".model..",
            AGENT + ".object"));
    MAY_IMPORT.put(
        "node",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs",
            AGENT + ".kernel.address",
            AGENT + ".kernel.ipvs",
            AGENT + ".kernel.nft",
            AGENT + ".kernel.sysctl",
            AGENT + ".model..",
            AGENT + ".netlink..",
            AGENT + ".object",
            AGENT + ".retry",
            AGENT + ".syscall",
            AGENT + ".xtables"));
    MAY_IMPORT.put(
        "kernel",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs",
            AGENT + ".kernel.*",
            AGENT + ".ledger",
            AGENT + ".model..",
            AGENT + ".netlink..",
            AGENT + ".node",
            AGENT + ".object",
            AGENT + ".retry",
            AGENT + ".syscall"));
    planning("draft");
    planning("network", "draft");
    planning("health", "draft");
    planning("fullnat", "draft", "network");
    planning("probe", "draft", "network");
    planning("realserver", "draft", "network");
    planning("firewall", "fullnat", "probe");
    MAY_IMPORT.put("plan", PLANNING);
    MAY_IMPORT.put(
        "diff",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs",
            AGENT + ".kernel.*",
            AGENT + ".model..",
            AGENT + ".object"));
    MAY_IMPORT.put(
        "inbox",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs",
            "dev.lvs.api..",
            AGENT + ".model..",
            AGENT + ".situation",
            AGENT + ".source"));
    MAY_IMPORT.put(
        "events",
        List.of(AGENT + ".inbox", AGENT + ".netlink..", AGENT + ".retry", AGENT + ".syscall"));
    MAY_IMPORT.put(
        "fence",
        List.of(
            "dev.lvs.net",
            AGENT + ".model..",
            AGENT + ".netlink..",
            AGENT + ".retry",
            AGENT + ".syscall"));
    MAY_IMPORT.put(
        "health",
        List.of(
            "dev.lvs.check",
            "dev.lvs.net",
            "dev.lvs.ipvs",
            "dev.lvs.api..",
            AGENT + ".file",
            AGENT + ".inbox",
            AGENT + ".model..",
            AGENT + ".netlink..",
            AGENT + ".situation",
            AGENT + ".probe..",
            AGENT + ".retry",
            AGENT + ".syscall"));
    MAY_IMPORT.put(
        "source",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs",
            "dev.lvs.api..",
            "dev.lvs.compile..",
            "dev.lvs.manifest..",
            "dev.lvs.parts",
            AGENT + ".file",
            AGENT + ".log",
            AGENT + ".model..",
            AGENT + ".retry"));
    MAY_IMPORT.put(
        "round",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs",
            "dev.lvs.api..",
            AGENT + ".diff",
            AGENT + ".drain",
            AGENT + ".kernel..",
            AGENT + ".ledger",
            AGENT + ".log",
            AGENT + ".model..",
            AGENT + ".node",
            AGENT + ".object",
            AGENT + ".situation",
            AGENT + ".plan..",
            AGENT + ".report",
            AGENT + ".retry",
            AGENT + ".source"));
    MAY_IMPORT.put(
        "report",
        List.of(
            "dev.lvs.net",
            "dev.lvs.ipvs",
            "dev.lvs.api..",
            "dev.lvs.manifest..",
            "dev.lvs.parts",
            AGENT + ".bgp",
            AGENT + ".diff",
            AGENT + ".failover",
            AGENT + ".health",
            AGENT + ".kernel",
            AGENT + ".kernel.address",
            AGENT + ".ledger",
            AGENT + ".model..",
            AGENT + ".netlink",
            AGENT + ".object",
            AGENT + ".plan..",
            AGENT + ".situation",
            AGENT + ".source"));
  }

  /** A part of planning, which may import others of it besides. */
  private static void planning(String name, String... parts) {
    List<String> allowed = new ArrayList<>(PLANNING);
    allowed.remove(AGENT + ".plan.*");
    Stream.of(parts).map(part -> AGENT + ".plan." + part).forEach(allowed::add);
    MAY_IMPORT.put("plan." + name, allowed);
  }

  /** A kind of kernel object, which may import what all have in common, and little more. */
  private static void kind(String name, String... more) {
    List<String> allowed =
        new ArrayList<>(
            List.of(
                "dev.lvs.net",
                "dev.lvs.ipvs..",
                AGENT + ".model..",
                AGENT + ".netlink",
                AGENT + ".object"));
    Stream.of(more).map(other -> AGENT + "." + other).forEach(allowed::add);
    MAY_IMPORT.put("kernel." + name, allowed);
  }

  static Stream<String> fences() {
    return MAY_IMPORT.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("fences")
  void importsOnlyWhatTheDesignAllows(String name) {
    String[] allowed =
        Stream.concat(
                Stream.of(AGENT + "." + name), MAY_IMPORT.getOrDefault(name, List.of()).stream())
            .toArray(String[]::new);

    classes()
        .that()
        .resideInAPackage(AGENT + "." + name)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.lvs..").or(resideInAnyPackage(allowed)))
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void everyPackageHasAFence() {
    TreeSet<String> unfenced = new TreeSet<>();
    ALL.that(resideInAnyPackage(AGENT + "..")).forEach(type -> unfenced.add(type.getPackageName()));
    MAY_IMPORT.keySet().forEach(name -> unfenced.remove(AGENT + "." + name));

    // these two put the others together
    assertThat(unfenced).isSubsetOf(AGENT, AGENT + ".daemon");
  }

  /** What is for people at a terminal is no part of the process that may change the kernel. */
  @Test
  void theDaemonDoesNotKnowTheTools() {
    noClasses()
        .that()
        .resideInAPackage(AGENT + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.lvs.tool..", "dev.lvs.launch..")
        .check(ALL);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    SlicesRuleDefinition.slices()
        .matching("dev.lvs.agent.(**)")
        .should()
        .beFreeOfCycles()
        .check(ALL);
  }

  /** What keeps a rhythm of its own must not wait for a round, nor change what a round changes. */
  @Test
  void producersOfNewsHaveTheirOwnWayToTheKernel() {
    noClasses()
        .that()
        .areAssignableTo(Producer.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(AGENT, AGENT + ".round..", AGENT + ".kernel..", AGENT + ".diff..")
        .allowEmptyShould(true)
        .check(ALL);
  }
}
