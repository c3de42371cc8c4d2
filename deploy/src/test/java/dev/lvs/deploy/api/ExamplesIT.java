package dev.lvs.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applies every example as its reader would. */
@ExtendWith(ApiServerExtension.class)
class ExamplesIT {

  private final Cluster cluster;

  ExamplesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isAcceptedWithoutAWarning(Path example) throws IOException {
    // a file may speak of the namespace that a later one makes
    cluster.kubectl().run("", "create", "namespace", "shop");
    List<String> command = new ArrayList<>(List.of("apply", "--validate=strict", "--server-side"));
    // as the examples say: a cluster knows its nodes already
    manifests(example).stream()
        .filter(file -> !file.endsWith("nodes.yaml"))
        .forEach(file -> command.add("--filename=" + file));

    var applied = cluster.kubectl().run("", command.toArray(String[]::new));

    assertThat(applied.err()).isEmpty();
    assertThat(applied.exitCode()).isZero();
    assertThat(applied.out()).contains("virtualservice.lvs.dev/");
  }

  private static List<Path> manifests(Path example) throws IOException {
    try (var files = Files.list(example)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static List<Path> examples() throws IOException {
    try (var folders = Files.list(Checkout.path("examples"))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }
}
