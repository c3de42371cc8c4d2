package dev.lvs.agent.source;

import dev.lvs.api.v1alpha1.NodePlanStatus;
import dev.lvs.api.v1alpha1.NodeReportPart;
import dev.lvs.api.v1alpha1.NodeReportPartReference;
import dev.lvs.api.v1alpha1.NodeReportPartSpec;
import dev.lvs.api.v1alpha1.PlanReport;
import dev.lvs.parts.StoredReport;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a status to the API server by server-side apply: first the parts of its report, if that is
 * large, then the status that names them.
 */
final class StatusSender implements Consumer<NodePlanStatus> {
  private static final Logger LOG = LoggerFactory.getLogger(StatusSender.class);

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(StatusWriter.FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String node;
  private final ReportParts parts;
  private volatile @Nullable String plan;
  private String refused = "";

  StatusSender(KubernetesClient client, String node) {
    this.client = client;
    this.node = node;
    this.parts = new ReportParts(node, this::write, this::delete);
  }

  /**
   * Takes note of the plan that statuses are about.
   *
   * @param uid of the NodePlan
   * @param report what its status names
   */
  void found(String uid, List<NodeReportPartReference> report) {
    plan = uid;
    parts.found(report);
  }

  @Override
  public void accept(NodePlanStatus status) {
    PlanReport report = status.report();
    if (report == null) {
      patch(status);
      return;
    }
    StoredReport stored = StoredReport.split(node, report);
    List<NodeReportPartReference> named;
    try {
      named = parts.write(stored);
      refused = "";
    } catch (KubernetesClientException e) {
      if (!isForGood(e.getCode())) {
        throw e;
      }
      tell(Causes.innermost(e));
      patch(status.with(StoredReport.withoutParts(report)));
      return;
    }
    patch(status.with(stored.naming(named)));
    parts.inForce(named);
  }

  /** Returns whether another try would have the same answer. */
  private static boolean isForGood(int code) {
    return code == HttpURLConnection.HTTP_FORBIDDEN || code == HttpURLConnection.HTTP_NOT_FOUND;
  }

  private void tell(String cause) {
    if (!cause.equals(refused)) {
      refused = cause;
      LOG.warn(
          "The parts of the report of this node cannot be written ({}), so it is cut to what the"
              + " status of NodePlan {} has room for; see the rights of deploy/kustomize.",
          cause,
          node);
    }
  }

  private void patch(NodePlanStatus status) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(
        ApiServerSource.NODE_PLANS.getGroup() + "/" + ApiServerSource.NODE_PLANS.getVersion());
    object.setKind(ApiServerSource.NODE_PLANS.getKind());
    object.setMetadata(new ObjectMetaBuilder().withName(node).build());
    object.setAdditionalProperty("status", status);
    client
        .genericKubernetesResources(ApiServerSource.NODE_PLANS)
        .resource(object)
        .subresource("status")
        .patch(APPLY);
  }

  private void write(String name, NodeReportPartSpec spec) {
    NodeReportPart part = new NodeReportPart();
    part.setMetadata(metadata(name));
    part.setSpec(spec);
    client.resource(part).patch(APPLY);
  }

  private void delete(String name) {
    NodeReportPart part = new NodeReportPart();
    part.setMetadata(new ObjectMetaBuilder().withName(name).build());
    client.resource(part).delete();
  }

  /** The garbage collector takes parts with the plan that they are about. */
  private ObjectMeta metadata(String name) {
    String uid = plan;
    ObjectMetaBuilder metadata = new ObjectMetaBuilder().withName(name);
    return uid == null
        ? metadata.build()
        : metadata
            .addNewOwnerReference()
            .withApiVersion(
                ApiServerSource.NODE_PLANS.getGroup()
                    + "/"
                    + ApiServerSource.NODE_PLANS.getVersion())
            .withKind(ApiServerSource.NODE_PLANS.getKind())
            .withName(node)
            .withUid(uid)
            .endOwnerReference()
            .build();
  }
}
