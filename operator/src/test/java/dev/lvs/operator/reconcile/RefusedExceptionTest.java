package dev.lvs.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.NodePlanPart;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedExceptionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          413 | Request entity too large: limit is 3145728                                       | its etcd
          500 | etcdserver: request is too large                                                 | its etcd
          500 | rpc error: trying to send message larger than max (2097999 vs. 2097152)          | its etcd
          422 | NodePlanPart.lvs.dev is invalid: spec.director.services[0].scheduler: Unsupported | the CRDs
          400 | strict decoding error: unknown field "spec.parts"                                | the CRDs
          403 | User "operator" cannot patch resource "nodeplanparts"                            | the rights
          """)
  void saysWhatARefusalIsAboutAndWhatToDo(int code, String answer, String remedy) {
    assertThat(refusal(code, answer))
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("The API server does not take NodePlanPart edge-1-0f (" + answer)
        .contains("stays in force", remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 | etcdserver: request timed out
          503 | the server is currently unable to handle the request
          429 | too many requests
          409 | the object has been modified
          404 | the server could not find the requested resource
          """)
  void whateverElseFailsIsTriedAgain(int code, String answer) {
    assertThat(refusal(code, answer)).isEmpty();
  }

  private static Optional<RefusedException> refusal(int code, String answer) {
    NodePlanPart part = new NodePlanPart();
    part.setMetadata(new ObjectMetaBuilder().withName("edge-1-0f").build());
    Status status = new StatusBuilder().withCode(code).withMessage(answer).build();
    return RefusedException.of(part, new KubernetesClientException("PATCH", code, status));
  }
}
