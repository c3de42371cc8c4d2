package dev.lvs.cluster;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a {@link LabCluster} of three nodes: {@code @ExtendWith(OnNodes.class)} and a
 * parameter of its constructor. One cluster serves all classes of a JVM and ends with it. A further
 * parameter, a Map, is {@link NodeTraces} of each node before anything was installed. After a test
 * that failed {@link ClusterState} is printed.
 */
final class OnNodes implements ParameterResolver, AfterTestExecutionCallback {

  private static final Namespace STORE = Namespace.create(OnNodes.class);
  private static final int NODES = 3;

  /** The cluster, and its nodes as it was started. */
  private record Started(LabCluster cluster, Map<String, String> found) implements AutoCloseable {

    static Started now() {
      LabCluster cluster = LabCluster.start(NODES, ImageArchives.ofProduct());
      return new Started(
          cluster,
          cluster.nodes().stream()
              .collect(
                  Collectors.toMap(Function.identity(), node -> NodeTraces.of(cluster, node))));
    }

    @Override
    public void close() {
      cluster.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LabCluster.class || type == Map.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Started started = started(context);
    return parameter.getParameter().getType() == Map.class ? started.found() : started.cluster();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      ClusterState.print(started(context).cluster());
    }
  }

  private static Started started(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Started.class, absent -> Started.now(), Started.class);
  }
}
