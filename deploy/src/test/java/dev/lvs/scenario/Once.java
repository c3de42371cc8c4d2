package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lvs.agent.Agent;
import dev.lvs.agent.AgentSettings;
import dev.lvs.agent.kernel.Kernel;
import dev.lvs.agent.report.Shortfall;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.source.DirectorySource;
import dev.lvs.agent.source.PlanNews;
import dev.lvs.agent.source.PlanSource;
import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.ResourceReport;
import dev.lvs.lab.EditableManifests;
import dev.lvs.lab.Host;
import dev.lvs.net.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The agent of one machine, round by round, as {@code lvs run --once} makes them. */
final class Once {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Host host;
  private final EditableManifests manifests;
  private final Path state;

  /**
   * @param state where its ledger lies between the rounds
   */
  Once(Host host, EditableManifests manifests, Path state) {
    this.host = host;
    this.manifests = manifests;
    this.state = state.resolve(host.name());
  }

  /**
   * Returns what a round left undone: {@code REASON: MESSAGE}. The status has an entry for each
   * reason.
   *
   * @param servers the addresses of the API server, if the plan were from one
   */
  List<String> shortfalls(String... servers) {
    Made made = made(servers);
    List<Shortfall> all = made.round.map(Round::shortfalls).orElse(List.of());
    assertThat(made.statuses.getLast().entries())
        .extracting(ResourceReport::source, ResourceReport::reason)
        .containsAll(
            all.stream().map(one -> tuple(one.source(), one.reason())).distinct().toList());
    return all.stream().map(Once::text).toList();
  }

  /** A round. */
  Round round() {
    return made().round.orElseThrow();
  }

  private static String text(Shortfall one) {
    return one.cause() + ": " + one.message();
  }

  private Made made(String... servers) {
    Heard source =
        new Heard(
            new DirectorySource(manifests.folder(), host.name()),
            Arrays.stream(servers).map(IpAddress::parse).collect(Collectors.toSet()));
    Agent agent =
        new Agent(new AgentSettings(state, Duration.ofMinutes(5)), source, Kernel::open, _ -> {});
    return new Made(host.inside(() -> agent.runOnce(PATIENCE)), source.statuses);
  }

  private record Made(Optional<Round> round, List<NodePlanStatus> statuses) {}

  /**
   * A source that reads a folder as if its plans came from an API server, and that keeps the
   * reports.
   */
  private static final class Heard implements PlanSource {
    private final PlanSource folder;
    private final Set<IpAddress> servers;
    private final List<NodePlanStatus> statuses = new ArrayList<>();

    Heard(PlanSource folder, Set<IpAddress> servers) {
      this.folder = folder;
      this.servers = servers;
    }

    @Override
    public void begin(Consumer<PlanNews> news) {
      folder.begin(news);
    }

    @Override
    public void report(NodePlanStatus status) {
      statuses.add(status);
    }

    @Override
    public Set<IpAddress> servers() {
      return servers;
    }

    @Override
    public void close() {
      folder.close();
    }
  }
}
