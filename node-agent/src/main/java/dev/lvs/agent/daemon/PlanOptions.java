package dev.lvs.agent.daemon;

import dev.lvs.agent.failover.LeaseKeeper;
import dev.lvs.agent.source.DirectorySource;
import dev.lvs.agent.source.LastGoodFile;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.endpoint.TrustedAuthorities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the plan comes from. */
public final class PlanOptions {
  @Option(
      names = "--manifests",
      paramLabel = "DIR",
      order = 1,
      description = {
        "Compile the plan from the *.yaml and *.yml files of this directory (not of those below it)"
            + " and watch them. Without this option the plan is the NodePlan of this node on the"
            + " API server."
      })
  public @Nullable Path manifests;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      order = 2,
      description =
          "The name of this node in the manifests or on the API server. Default: $NODE_NAME, else"
              + " the host name.")
  public @Nullable String node;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      order = 3,
      description =
          "How to reach the API server. Default: the pod's service account, else $KUBECONFIG, else"
              + " ~/.kube/config.")
  @Nullable Path kubeconfig;

  @Option(
      names = "--check-directory",
      paramLabel = "DIR",
      order = 4,
      description = {
        "Let health checks of the manifests look at files of this directory (file) and run programs"
            + " of it (exec), with the rights of the agent. Only root and the agent's user may be"
            + " able to write there. Without this option such checks are refused, and always on an"
            + " API server."
      })
  @Nullable Path checkDirectory;

  /**
   * The folder of files and programs of checks, if there is one.
   *
   * @throws CommandException when there are no manifests
   */
  public @Nullable Path checkDirectory() {
    if (checkDirectory != null && manifests == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "--check-directory is for --manifests: a plan of an API server runs no programs.");
    }
    return checkDirectory;
  }

  public String node() {
    return node == null ? NodeName.ofThisNode() : node;
  }

  /**
   * Opens the source; the API client's classes are loaded only where it is the API server.
   *
   * @param memory of a directory of manifests; the API server remembers for itself
   */
  PlanSource open(LastGoodFile memory) {
    return manifests == null
        ? ApiServer.source(kubeconfig, node())
        : new DirectorySource(manifests, node(), memory, checkDirectory() != null);
  }

  /** Returns by what the API server is trusted; empty where plans come from a directory. */
  Optional<TrustedAuthorities> authorities() {
    return manifests == null ? ApiServer.authorities(kubeconfig) : Optional.empty();
  }

  /** Returns who holds Leases; empty where plans come from a directory, and nobody does. */
  Optional<LeaseKeeper> keeper() {
    return manifests == null
        ? Optional.of(
            new LeaseKeeper(
                FailoverOpening.self(node()),
                new FailoverOpening(() -> ApiServer.leases(kubeconfig))))
        : Optional.empty();
  }

  /**
   * Opens the source for a command that does not wait until somebody makes the directory.
   *
   * @throws CommandException when it is not there now
   */
  public PlanSource openNow(LastGoodFile memory) {
    if (manifests != null && !Files.isReadable(manifests)) {
      throw new CommandException(
          ExitCode.NO_PLAN, "The directory " + manifests + " is missing or cannot be read.");
    }
    return manifests == null
        ? open(memory)
        : DirectorySource.now(manifests, node(), memory, checkDirectory() != null);
  }
}
