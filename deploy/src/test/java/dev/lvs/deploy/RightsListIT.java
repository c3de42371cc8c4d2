package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All that the service accounts of deploy/kustomize may do, as the API server lists it, held to
 * {@code rights.txt}; {@code -Drights=write} writes it anew.
 */
@ExtendWith(ApiServerExtension.class)
class RightsListIT {
  private static final Path FILE =
      Checkout.path("deploy", "src", "test", "resources", "dev", "lvs", "deploy", "rights.txt");

  private static final List<String> NAMESPACES =
      List.of(Installation.NAMESPACE, "kube-node-lease", "default");

  private final Cluster cluster;

  RightsListIT(Cluster cluster) {
    this.cluster = cluster;
    Installation.of(cluster);
  }

  @Test
  void areThoseOfTheList() throws IOException {
    StringBuilder listed = new StringBuilder();
    for (String account : List.of(Installation.OPERATOR, Installation.AGENT)) {
      for (String namespace : NAMESPACES) {
        listed.append(list(account, namespace)).append('\n');
      }
    }

    if ("write".equals(System.getProperty("rights"))) {
      Files.writeString(FILE, listed);
    }
    assertThat(listed).hasToString(Files.readString(FILE));
  }

  /** Without what every account may, and without spaces that line columns up. */
  private String list(String account, String namespace) {
    String user = "system:serviceaccount:" + Installation.NAMESPACE + ":" + account;
    StringBuilder text = new StringBuilder("# %s in %s%n".formatted(account, namespace));
    List<String> everybody = rules("system:serviceaccount:default:nobody", namespace);
    rules(user, namespace).stream()
        .filter(line -> !everybody.contains(line))
        .sorted()
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private List<String> rules(String user, String namespace) {
    return cluster
        .kubectl()
        .expect("auth", "can-i", "--list", "--no-headers", "--as", user, "-n", namespace)
        .lines()
        .map(line -> line.strip().replaceAll(" {2,}", "  "))
        .toList();
  }
}
