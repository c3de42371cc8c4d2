package dev.lvs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports between packages of this module; any that is not listed here is forbidden. */
class FencesTest {
  private static final String COMPILE = "dev.lvs.compile";

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages(
              "dev.lvs.net",
              "dev.lvs.ipvs",
              "dev.lvs.api",
              "dev.lvs.check",
              "dev.lvs.compile",
              "dev.lvs.endpoint",
              "dev.lvs.manifest",
              "dev.lvs.notation",
              "dev.lvs.parts");

  @Test
  void addressesImportTheJdkAndAnnotations() {
    mayImport("dev.lvs.net..", "java.net..", "java.nio", "com.fasterxml.jackson.annotation..");
  }

  @Test
  void identityImportsAddresses() {
    mayImport("dev.lvs.ipvs..", "dev.lvs.net..", "com.fasterxml.jackson.annotation..");
  }

  @Test
  void theApiImportsAnnotationsAndTheModel() {
    mayImport(
        "dev.lvs.api..",
        "dev.lvs.net..",
        "dev.lvs.ipvs..",
        "com.fasterxml.jackson.annotation..",
        "io.fabric8.crd.generator.annotation..",
        "io.fabric8.generator.annotation..",
        "io.fabric8.kubernetes.api.model..",
        "io.fabric8.kubernetes.client",
        "io.fabric8.kubernetes.model.annotation..");
  }

  @Test
  void compileImportsTheApiAndAddresses() {
    compileMayImport("..");
  }

  @Test
  void compileGoesOneWay() {
    compileMayImport(".problem");
    compileMayImport(".resolve");
    compileMayImport(".rights", ".problem", ".resolve");
    compileMayImport(".rules", ".problem", ".resolve", ".rights");
    compileMayImport(".draft", ".problem", ".resolve", ".rights", ".rules");
    compileMayImport(".allocate", ".problem", ".resolve", ".rights", ".rules", ".draft");
    compileMayImport(".place", ".problem", ".resolve", ".rights", ".rules", ".draft", ".allocate");
  }

  @Test
  void compileAsksNobodyForTimeOrChance() {
    noClasses()
        .that()
        .resideInAPackage("dev.lvs.compile..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(Random|UUID|Date)|java\\.lang\\.System")
        .check(MODULE);
  }

  @Test
  void manifestsAreTextAndNotFiles() {
    mayImport(
        "dev.lvs.manifest..",
        "dev.lvs.notation",
        "dev.lvs.api..",
        "dev.lvs.net..",
        "dev.lvs.ipvs..",
        "java.io",
        "com.fasterxml.jackson.annotation",
        "io.fabric8.generator.annotation..",
        "io.fabric8.kubernetes.api.model..",
        "io.fabric8.kubernetes.client",
        "org.yaml.snakeyaml..");
    noClasses()
        .that()
        .resideInAPackage("dev.lvs.manifest..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.File.*")
        .check(MODULE);
  }

  @Test
  void notationImportsNothing() {
    mayImport("dev.lvs.notation");
  }

  @Test
  void textsOfChecksImportCertificates() {
    mayImport("dev.lvs.check", "java.io", "java.nio.charset", "java.security.cert");
  }

  @Test
  void partsImportTheApiAndWhatWritesIt() {
    mayImport(
        "dev.lvs.parts..",
        "dev.lvs.api..",
        "dev.lvs.net..",
        "dev.lvs.ipvs..",
        "dev.lvs.manifest..",
        "java.nio.charset",
        "java.security");
  }

  @Test
  void theEndpointImportsSocketsFilesAndTheLog() {
    mayImport(
        "dev.lvs.endpoint",
        "java.io",
        "java.net",
        "java.nio.charset",
        "java.nio.file",
        "org.slf4j");
  }

  @Test
  void noPackagesFormARing() {
    slices().matching("dev.lvs.(**)").should().beFreeOfCycles().check(MODULE);
  }

  /** The API, addresses, and those packages of compile. */
  private static void compileMayImport(String those, String... others) {
    mayImport(
        COMPILE + those,
        Stream.concat(
                Stream.of(
                    "dev.lvs.api..",
                    "dev.lvs.check",
                    "dev.lvs.ipvs..",
                    "dev.lvs.net..",
                    "io.fabric8.kubernetes.api.model..",
                    "io.fabric8.kubernetes.client"),
                Arrays.stream(others).map(other -> COMPILE + other))
            .toArray(String[]::new));
  }

  /** Itself, the JDK's core, and {@code others}. */
  private static void mayImport(String those, String... others) {
    classes()
        .that()
        .resideInAPackage(those)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.of(
                        those,
                        "",
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify.annotations"),
                    Arrays.stream(others))
                .toArray(String[]::new))
        .check(MODULE);
  }
}
