package dev.lvs.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.problem.Reason;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The table {@code rules.txt} without an API server: what the API server refuses is refused in a
 * directory of manifests too, and what it accepts is well-formed there.
 */
class RulesWithoutApiServerTest {

  /** Reasons that lie in the manifest itself, not in what is missing around it. */
  private static final Set<Reason> FORM =
      EnumSet.of(
          Reason.INVALID_ADDRESS,
          Reason.INVALID_PORT,
          Reason.INVALID_MARK,
          Reason.INVALID_SCHEDULER,
          Reason.INVALID_PERSISTENCE,
          Reason.INVALID_FORWARDING,
          Reason.INVALID_REAL_SERVERS,
          Reason.INVALID_THRESHOLDS,
          Reason.INVALID_WEIGHT,
          Reason.INVALID_SELECTOR,
          Reason.INVALID_INTERFACE,
          Reason.INVALID_HEALTH_CHECK,
          Reason.INVALID_MAINTENANCE,
          Reason.INVALID_QUORUM,
          Reason.INVALID_SLOW_START,
          Reason.INVALID_SETTING,
          Reason.DUPLICATE_ADDRESS,
          Reason.DUPLICATE_PORT,
          Reason.DUPLICATE_DESTINATION,
          Reason.PORT_MISMATCH,
          Reason.VIP_IS_HOST_ADDRESS,
          Reason.ADDRESS_FAMILY_MISMATCH);

  /**
   * Reasons of the form, and of features that are refused as a whole because they are not built;
   * once one is built, its rules must hold here.
   */
  private static final Set<Reason> FORM_OR_NOT_BUILT = EnumSet.copyOf(FORM);

  /** Without a director nobody looks at real servers. */
  private static final String DIRECTOR =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: DirectorGroup
      metadata: {name: default}
      spec: {nodeSelector: {}}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: edge-1}
      status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: AddressPool
      metadata: {name: all}
      spec: {addresses: [0.0.0.0/0, "::/0"], firewallMarks: ["1-4294967295"]}
      """;

  static {
    FORM_OR_NOT_BUILT.add(Reason.NOT_YET_SUPPORTED);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvFileSource(
      resources = "rules.txt",
      delimiter = '|',
      quoteCharacter = '`',
      numLinesToSkip = 1,
      maxCharsPerColumn = 1000)
  void acceptsAndRefusesTheSame(String kind, String accepted, String refused) {
    List<String> saidOfAccepted = said(kind, accepted, FORM);
    List<String> saidOfRefused = said(kind, refused, FORM_OR_NOT_BUILT);

    assertThat(saidOfAccepted).as("said of the accepted").isEmpty();
    assertThat(saidOfRefused).as("said of the refused").isNotEmpty();
  }

  private static List<String> said(String kind, String changes, Set<Reason> reasons) {
    Manifests manifests =
        ManifestReader.read(
            List.of(
                new ManifestFile("web.yaml", ShortestManifest.text(kind, changes)),
                new ManifestFile("director.yaml", DIRECTOR)));
    Compilation compilation = Compiler.compile(Resolver.resolve(manifests.input()), List.of());
    return Stream.concat(
            manifests.problems().stream(),
            compilation.problems().stream().filter(problem -> reasons.contains(problem.reason())))
        .map(Object::toString)
        .toList();
  }
}
