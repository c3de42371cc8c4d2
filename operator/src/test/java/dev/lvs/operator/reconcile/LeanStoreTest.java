package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import org.junit.jupiter.api.Test;

class LeanStoreTest {
  @Test
  void keepsWhatIsCompiledAndNotWhatNobodyReads() {
    Node node =
        new NodeBuilder()
            .withNewMetadata()
            .withName("edge-1")
            .withResourceVersion("7")
            .addToLabels("role", "director")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
            .addToAnnotations("kept", "yes")
            .addNewManagedField()
            .withManager("kubelet")
            .endManagedField()
            .endMetadata()
            .withNewStatus()
            .addNewAddress("192.0.2.241", "InternalIP")
            .addNewImage()
            .addToNames("registry/image")
            .endImage()
            .endStatus()
            .build();
    ItemStore<Node> store = LeanStore.create();

    store.put("edge-1", node);

    Node kept = store.get("edge-1");
    assertThat(kept.getMetadata().getLabels()).containsEntry("role", "director");
    assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(kept.getMetadata().getAnnotations()).containsOnlyKeys("kept");
    assertThat(kept.getStatus().getAddresses()).hasSize(1);
    assertThat(kept.getMetadata().getManagedFields()).isEmpty();
    assertThat(kept.getStatus().getImages()).isEmpty();
  }
}
