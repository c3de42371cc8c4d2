package dev.lvs.agent.failover;

import dev.lvs.agent.lease.LeaseAct;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.lease.LeaseReply;
import dev.lvs.agent.lease.LeaseVersion;
import dev.lvs.agent.lease.Timing;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leases at an API server, by a client of their own that repeats nothing: whether a write was done
 * is for the engine to find out.
 */
public final class ApiLeaseStore implements LeaseStore {
  /** Annotation of a free Lease: the node that is to take it. */
  static final String PREFERRED = "lvs.dev/preferred";

  /** Of what agents write. */
  static final String LABEL = "app.kubernetes.io/managed-by";

  private static final String AGENT = "lvs-node-agent";

  /** As the API writes such times: with six digits, always. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final ResourceDefinitionContext LEASES =
      new ResourceDefinitionContext.Builder()
          .withGroup("coordination.k8s.io")
          .withVersion("v1")
          .withKind("Lease")
          .withPlural("leases")
          .withNamespaced(true)
          .build();

  private static final String JSON = "application/json";

  private final KubernetesClient client;
  private final String namespace;
  private @Nullable SharedIndexInformer<GenericKubernetesResource> informer;

  /**
   * A store that does not watch yet.
   *
   * @param client that repeats no request, closed together with the store
   */
  public ApiLeaseStore(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public void put(String name, LeaseAct.Put put, Consumer<LeaseReply> taker) {
    GenericKubernetesResource lease = lease(name, put.holder(), put.length(), put.transitions());
    lease.getMetadata().setResourceVersion(put.on().resourceVersion());
    lease.getMetadata().setUid(put.on().uid());
    send(request(path("/" + name)).method("PUT", JSON, text(lease)), taker);
  }

  @Override
  public void create(String name, LeaseAct.Create create, Consumer<LeaseReply> taker) {
    GenericKubernetesResource lease = lease(name, new LeaseHolder.Unknown(), create.length(), 0);
    send(request(path("")).method("POST", JSON, text(lease)), taker);
  }

  @Override
  public void read(String name, Consumer<LeaseReply> taker) {
    send(
        request(path("/" + name)),
        response ->
            switch (response.code()) {
              case 200 -> new LeaseReply.Found(Optional.of(version(response.body())));
              case 404 -> new LeaseReply.Found(Optional.empty());
              default -> new LeaseReply.Lost();
            },
        taker);
  }

  @Override
  public void watch(Watcher watcher) {
    SharedIndexInformer<GenericKubernetesResource> started =
        client
            .genericKubernetesResources(LEASES)
            .inNamespace(namespace)
            .withLabel(LABEL, AGENT)
            .runnableInformer(0)
            .exceptionHandler((_, _) -> true)
            .addEventHandler(new Seeing(watcher));
    informer = started;
    var _ = started.start();
  }

  @Override
  public void close() {
    SharedIndexInformer<GenericKubernetesResource> watching = informer;
    if (watching != null) {
      watching.close();
    }
    client.close();
  }

  private HttpRequest.Builder request(String uri) {
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri(uri)
        .timeout(Timing.STICKY.fence().toMillis(), TimeUnit.MILLISECONDS);
  }

  private String path(String rest) {
    return client.getMasterUrl()
        + "apis/coordination.k8s.io/v1/namespaces/"
        + namespace
        + "/leases"
        + rest;
  }

  private void send(HttpRequest.Builder request, Consumer<LeaseReply> taker) {
    send(
        request,
        response ->
            switch (response.code()) {
              case 200, 201 -> new LeaseReply.Written(version(response.body()));
              case 404, 409, 410, 422 -> new LeaseReply.Conflict();
              default -> new LeaseReply.Lost();
            },
        taker);
  }

  private void send(
      HttpRequest.Builder request,
      Function<HttpResponse<String>, LeaseReply> reading,
      Consumer<LeaseReply> taker) {
    var _ =
        client
            .getHttpClient()
            .sendAsync(request.build(), String.class)
            .handle(
                (response, failure) -> {
                  taker.accept(failure == null ? reading.apply(response) : new LeaseReply.Lost());
                  return true;
                });
  }

  private String text(GenericKubernetesResource lease) {
    return client.getKubernetesSerialization().asJson(lease);
  }

  private GenericKubernetesResource lease(
      String name, LeaseHolder holder, Duration length, int transitions) {
    ObjectMetaBuilder metadata =
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(namespace)
            .withLabels(Map.of(LABEL, AGENT));
    if (holder instanceof LeaseHolder.Free(Optional<String> preferred) && preferred.isPresent()) {
      metadata.withAnnotations(Map.of(PREFERRED, preferred.get()));
    }
    GenericKubernetesResource lease = new GenericKubernetesResource();
    lease.setApiVersion(LEASES.getGroup() + "/" + LEASES.getVersion());
    lease.setKind(LEASES.getKind());
    lease.setMetadata(metadata.build());
    lease.setAdditionalProperty(
        "spec",
        Map.of(
            "holderIdentity",
            holder.text(),
            "leaseDurationSeconds",
            length.toSeconds(),
            "leaseTransitions",
            transitions,
            "renewTime",
            MICROS.format(Instant.now())));
    return lease;
  }

  private LeaseVersion version(String body) {
    return version(
        client.getKubernetesSerialization().unmarshal(body, GenericKubernetesResource.class));
  }

  /** Returns what cannot be read of it counts as unknown, and as long as any. */
  private static LeaseVersion version(GenericKubernetesResource lease) {
    ObjectMeta metadata = lease.getMetadata();
    Optional<String> preferred =
        Optional.ofNullable(metadata.getAnnotations()).map(all -> all.get(PREFERRED));
    Number length = lease.get("spec", "leaseDurationSeconds");
    Number transitions = lease.get("spec", "leaseTransitions");
    String holder = lease.get("spec", "holderIdentity");
    String time = lease.get("spec", "renewTime");
    return new LeaseVersion(
        metadata.getUid(),
        metadata.getResourceVersion(),
        LeaseHolder.of(Objects.requireNonNullElse(holder, ""), preferred),
        length == null ? Timing.LONGEST : Duration.ofSeconds(length.longValue()),
        transitions == null ? 0 : transitions.intValue(),
        Objects.requireNonNullElse(time, ""));
  }

  private record Seeing(Watcher watcher)
      implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource lease) {
      saw(lease);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource lease) {
      saw(lease);
    }

    @Override
    public void onDelete(GenericKubernetesResource lease, boolean unknown) {
      watcher.saw(lease.getMetadata().getName(), Optional.empty());
    }

    private void saw(GenericKubernetesResource lease) {
      watcher.saw(lease.getMetadata().getName(), Optional.of(version(lease)));
    }
  }
}
