package dev.lvs.operator;

import dev.lvs.endpoint.HealthEndpoint;
import dev.lvs.endpoint.TrustedAuthorities;
import dev.lvs.operator.reconcile.AddressPoolReconciler;
import dev.lvs.operator.reconcile.Compiling;
import dev.lvs.operator.reconcile.DirectorGroupReconciler;
import dev.lvs.operator.reconcile.EventSender;
import dev.lvs.operator.reconcile.LeanCloner;
import dev.lvs.operator.reconcile.LeanStore;
import dev.lvs.operator.reconcile.NodeReconciler;
import dev.lvs.operator.reconcile.RealServerReconciler;
import dev.lvs.operator.reconcile.ResourceStatusWriter;
import dev.lvs.operator.reconcile.VirtualServiceReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The components of the operator, wired and ready to start. */
public final class OperatorApplication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorApplication.class);

  /** The Lease by which operators agree on who leads. */
  static final String LEASE = "lvs-operator";

  /** The namespace of the agents, where this one does not know its own. */
  private static final String NAMESPACE = "lvs-system";

  private static final int STATUSES_AT_A_TIME = 8;

  /** Retries without end, at intervals of 200 ms up to half a minute. */
  private static final GenericRetry RETRY =
      new GenericRetry()
          .setInitialInterval(200)
          .setIntervalMultiplier(2)
          .setMaxInterval(30_000)
          .withoutMaxAttempts();

  private final OperatorSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final Compiling compiling;

  /** Writes plans, and leads. None of them ever queues behind a status. */
  private final Operator plans;

  /** Writes statuses, of which there is nothing to say before the first compilation of a leader. */
  private final Operator statuses;

  /** A thread for each resource would take 5 KB while it waits, of many thousand at each start. */
  private final ExecutorService writers =
      Executors.newFixedThreadPool(
          STATUSES_AT_A_TIME, Thread.ofPlatform().name("status-", 0).daemon().factory());

  private final Runnable leadershipLost;
  private final Optional<TrustedAuthorities> authorities;
  private volatile boolean closing;
  private @Nullable HealthEndpoint health;

  /**
   * Works through {@code client}, which stays its caller's to close.
   *
   * @param leadershipLost has to end this process, for another one leads from then on
   */
  public OperatorApplication(
      KubernetesClient client, OperatorSettings settings, Runnable leadershipLost) {
    this.settings = settings;
    this.leadershipLost = leadershipLost;
    this.authorities =
        Optional.ofNullable(client.getConfiguration().getCaCertFile())
            .map(file -> TrustedAuthorities.of(Path.of(file)));
    this.compiling = new Compiling(client, settings.listening(), clock);
    ResourceStatusWriter writer =
        new ResourceStatusWriter(new EventSender(client, clock, settings.identity()));
    plans =
        new Operator(
            configuration ->
                elect(
                    configure(configuration, client)
                        .withExecutorService(
                            Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("plan-", 0).factory()))));
    statuses =
        new Operator(
            configuration -> configure(configuration, client).withExecutorService(writers));
    register(plans, new NodeReconciler(compiling, client, clock));
    register(statuses, new VirtualServiceReconciler(compiling, writer, clock));
    register(statuses, new RealServerReconciler(compiling, writer, clock));
    String namespace = settings.leaseNamespace().orElse(NAMESPACE);
    register(statuses, new DirectorGroupReconciler(compiling, writer, client, namespace, clock));
    register(statuses, new AddressPoolReconciler(compiling, writer, clock));
  }

  /** Starts; returns when every watch stands, and leads already or waits for the Lease. */
  public void start() {
    settings
        .healthPort()
        .ifPresent(
            port ->
                health =
                    new HealthEndpoint(
                        new InetSocketAddress(port), this::unhealthy, this::unready));
    // what is compiled has to be there when the other one leads
    statuses.start();
    plans.start();
    if (settings.leaseNamespace().isEmpty()) {
      compiling.start();
    }
    LOG.info("lvs-operator {} has started", settings.identity());
  }

  @Override
  public void close() {
    closing = true;
    compiling.close();
    plans.stop();
    statuses.stop();
    if (health != null) {
      health.close();
    }
  }

  private static ConfigurationServiceOverrider configure(
      ConfigurationServiceOverrider configuration, KubernetesClient client) {
    return configuration
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .checkingCRDAndValidateLocalModel(false)
        .withResourceCloner(new LeanCloner());
  }

  private void elect(ConfigurationServiceOverrider configuration) {
    settings
        .leaseNamespace()
        .ifPresent(
            namespace ->
                configuration.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                        .withLeaseNamespace(namespace)
                        .withIdentity(settings.identity())
                        .withExitOnStopLeading(false)
                        .withLeaderCallbacks(
                            new LeaderCallbacks(
                                compiling::start,
                                this::stopLeading,
                                leader -> LOG.info("{} leads", leader)))
                        .build()));
  }

  private void stopLeading() {
    if (!closing) {
      LOG.error("the Lease {} is lost; ending, so that only one operator writes", LEASE);
      leadershipLost.run();
    }
  }

  private static <P extends HasMetadata> void register(
      Operator operator, Reconciler<P> reconciler) {
    operator.register(
        reconciler,
        configuration -> configuration.withRetry(RETRY).withItemStore(LeanStore.create()));
  }

  private Optional<String> unhealthy() {
    return authorities.flatMap(TrustedAuthorities::replaced).or(this::ended);
  }

  private Optional<String> ended() {
    return plans.getRuntimeInfo().allEventSourcesAreHealthy()
            && statuses.getRuntimeInfo().allEventSourcesAreHealthy()
        ? Optional.empty()
        : Optional.of("a watch has ended");
  }

  private Optional<String> unready() {
    if (!plans.getRuntimeInfo().isStarted() || !statuses.getRuntimeInfo().isStarted()) {
      return Optional.of("watches are not up yet");
    }
    return compiling.failing()
        ? Optional.of("the resources cannot be compiled; see the log")
        : Optional.empty();
  }
}
