package dev.lvs.deploy.install;

import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.ControlPlane;
import dev.lvs.lab.apiserver.Kubectl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Helm chart of the checkout.
 *
 * @param helm the program, bound to a cluster as kubectl is
 */
record Chart(Kubectl helm) {
  static final String RELEASE = "lvs-operator";
  static final String NAMESPACE = "lvs-system";

  private static final Path FOLDER = Checkout.path("deploy", "helm", "lvs-operator");

  static Chart of(ControlPlane plane) {
    return new Chart(
        new Kubectl(
            List.of(Checkout.gitopsProgram().toString(), "helm"),
            plane.kubeconfig(),
            plane.kubectl().cache()));
  }

  Kubectl.Output lint(String... options) {
    return run("lint", List.of(FOLDER.toString()), options);
  }

  /** Returns what it renders, without a cluster. */
  Kubectl.Output template(String... options) {
    return run("template", List.of(RELEASE, FOLDER.toString(), "-n", NAMESPACE), options);
  }

  Kubectl.Output install(String... options) {
    return run(
        "install",
        List.of(RELEASE, FOLDER.toString(), "-n", NAMESPACE, "--create-namespace"),
        options);
  }

  Kubectl.Output upgrade(String... options) {
    return run("upgrade", List.of(RELEASE, FOLDER.toString(), "-n", NAMESPACE), options);
  }

  Kubectl.Output rollback() {
    return run("rollback", List.of(RELEASE, "-n", NAMESPACE));
  }

  Kubectl.Output uninstall() {
    return run("uninstall", List.of(RELEASE, "-n", NAMESPACE));
  }

  private Kubectl.Output run(String command, List<String> arguments, String... options) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(arguments);
    all.addAll(List.of(options));
    return helm.run("", all.toArray(String[]::new));
  }
}
