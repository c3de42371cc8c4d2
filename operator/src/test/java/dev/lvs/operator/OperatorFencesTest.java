package dev.lvs.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Imports between packages of the operator, and those that are forbidden to it. */
class OperatorFencesTest {
  private static final JavaClasses OPERATOR =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lvs.operator");

  @Test
  void statusesArePure() {
    classes()
        .that()
        .resideInAPackage("dev.lvs.operator.status..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java.lang..",
                "java.math..",
                "java.nio.charset",
                "java.time..",
                "java.util..",
                "org.jspecify..",
                "io.fabric8.kubernetes.api.model..",
                "dev.lvs.net",
                "dev.lvs.ipvs",
                "dev.lvs.api..",
                "dev.lvs.compile",
                "dev.lvs.compile.problem",
                "dev.lvs.compile.resolve",
                "dev.lvs.operator.status.."))
        .check(OPERATOR);
  }

  @Test
  void statusesAreBuiltUpFromConditionsAndReports() {
    SlicesRuleDefinition.slices()
        .matching("dev.lvs.operator.(**)")
        .should()
        .beFreeOfCycles()
        .check(OPERATOR);
  }

  @Test
  void statusesReadNoClockButTheirOwn() {
    noClasses()
        .that()
        .resideInAPackage("dev.lvs.operator.status..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(OPERATOR);
  }

  @Test
  void reconcilersKnowNothingOfTheProcessAndNothingOfAKernel() {
    classes()
        .that()
        .resideInAPackage("dev.lvs.operator.reconcile")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.lvs..")
                .or(
                    resideInAnyPackage(
                        "dev.lvs.api..",
                        "dev.lvs.compile",
                        "dev.lvs.compile.problem",
                        "dev.lvs.compile.resolve",
                        "dev.lvs.parts",
                        "dev.lvs.operator.status..",
                        "dev.lvs.operator.reconcile")))
        .check(OPERATOR);
  }

  @Test
  void theOperatorKnowsNoAgent() {
    noClasses().should().dependOnClassesThat().resideInAPackage("dev.lvs.agent..").check(OPERATOR);
  }
}
