package dev.lvs.tool;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Imports of the tools' packages, from each other and from the agent's. */
class ToolFencesTest {
  private static final String LAUNCH = "dev.lvs.launch";

  /** Each package of the tools, and the others of this project that it may import. */
  private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

  private static final JavaClasses TOOLS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lvs.tool", LAUNCH);

  static {
    fence(
        "dev.lvs.tool.list",
        "net",
        "ipvs",
        "notation",
        "agent.kernel.ipvs",
        "agent.log",
        "agent.model..",
        "agent.netlink.ipvs",
        "agent.report");
    fence(
        "dev.lvs.tool.saved",
        "net",
        "ipvs",
        "agent.kernel.ipvs",
        "agent.model..",
        "agent.netlink.ipvs");
    fence("dev.lvs.tool.convert.read", "net", "ipvs", "api..", "agent.model..");
    fence(
        "dev.lvs.tool.convert.manifest",
        "net",
        "ipvs",
        "api..",
        "compile..",
        "manifest..",
        "notation",
        "tool.convert.read",
        "agent.model..");
    fence(
        "dev.lvs.tool.convert",
        "net",
        "ipvs",
        "api..",
        "compile..",
        "manifest..",
        "notation",
        "tool.convert.manifest",
        "tool.convert.read",
        "agent.model..",
        "agent.plan",
        "agent.plan.draft");
    fence(
        "dev.lvs.tool.convert.keepalived",
        "net",
        "api..",
        "ipvs",
        "tool.convert.read",
        "agent.model..");
    fence(
        "dev.lvs.tool.convert.ldirectord",
        "net",
        "api..",
        "ipvs",
        "tool.convert.read",
        "tool.saved",
        "agent.model..");
    fence(
        "dev.lvs.tool.convert.table",
        "net",
        "api..",
        "ipvs",
        "tool.convert.read",
        "tool.saved",
        "agent.kernel.ipvs",
        "agent.model..",
        "agent.netlink.ipvs");
    fence("dev.lvs.tool.cli", "net", "ipvs", "tool.cli..", "agent..", "api..", "manifest..");
    fence(
        "dev.lvs.tool.cli.table",
        "net",
        "ipvs",
        "notation",
        "tool.list",
        "tool.saved",
        "api..",
        "agent..");
    fence(
        "dev.lvs.tool.cli.manifests",
        "tool.cli.table",
        "tool.convert..",
        "tool.saved",
        "api..",
        "compile..",
        "manifest..",
        "agent..");
    fence(LAUNCH, "tool.cli", "agent.daemon", "agent.log");
  }

  private static void fence(String name, String... others) {
    MAY_IMPORT.put(name, Arrays.stream(others).map("dev.lvs."::concat).toList());
  }

  static Stream<String> fences() {
    return MAY_IMPORT.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("fences")
  void importsOnlyWhatTheDesignAllows(String name) {
    String[] allowed =
        Stream.concat(Stream.of(name), MAY_IMPORT.getOrDefault(name, List.of()).stream())
            .toArray(String[]::new);

    classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.lvs..").or(resideInAnyPackage(allowed)))
        .check(TOOLS);
  }

  @Test
  void everyPackageHasAFence() {
    TreeSet<String> packages = new TreeSet<>();
    TOOLS.forEach(type -> packages.add(type.getPackageName()));

    assertThat(packages).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    SlicesRuleDefinition.slices()
        .matching("dev.lvs.tool.(**)")
        .should()
        .beFreeOfCycles()
        .check(TOOLS);
  }
}
