package dev.lvs.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.lvs.agent.AgentClasses.AGENT;
import static dev.lvs.agent.AgentClasses.ALL;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/**
 * Native code, reflection, outside programs and name resolution: banned, or kept to one package.
 */
class BannedCallsTest {
  @Test
  void onlySystemCallsTouchNativeCode() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(AGENT + ".syscall")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.jna..", "java.lang.foreign..");

    rule.check(ALL);
  }

  /** Fabric8's client does, where there is an API server; without one it would be dead weight. */
  @Test
  void nothingOfOursReadsJsonByReflection() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ApiServer") // which sets the client up
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(ALL);
  }

  @Test
  void onlyHealthChecksOfProgramsRunSome() {
    noClasses()
        .that()
        .resideOutsideOfPackages(AGENT + ".probe.local", AGENT + ".syscall")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(AGENT + ".syscall.ChildProcess")
        .check(ALL);
  }

  @Test
  void noShellAndNoInheritedDescriptorIsEverGivenToAProgram() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .orShould()
        .callMethodWhere(
            describe(
                "Runtime.exec",
                (JavaMethodCall call) ->
                    call.getTargetOwner().isEquivalentTo(Runtime.class)
                        && call.getName().equals("exec")))
        .check(ALL);
  }

  @Test
  void noNameIsEverResolved() {
    noClasses()
        .should()
        .callMethod(InetAddress.class, "getByName", String.class)
        .orShould()
        .callMethod(InetAddress.class, "getAllByName", String.class)
        .orShould()
        .callMethod(InetAddress.class, "getLocalHost")
        .orShould()
        .callMethod(InetAddress.class, "getHostName")
        .orShould()
        .callMethod(InetAddress.class, "getCanonicalHostName")
        .orShould()
        .callConstructor(InetSocketAddress.class, String.class, int.class)
        .check(ALL);
  }
}
