package dev.lvs.lab.apiserver;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a real API server with the committed CRDs:
 * {@code @ExtendWith(ApiServerExtension.class)} and a {@link Cluster} as a parameter of its
 * constructor or methods.
 *
 * <p>It starts once per JVM, in seconds, and ends with it. Each class begins with a cluster that
 * has no resource of lvs.dev and no Node.
 */
public final class ApiServerExtension implements BeforeAllCallback, ParameterResolver {

  private static final Namespace STORE = Namespace.create(ApiServerExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster(context).clear();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  /** Kept in the root context, which closes it after the last test class. */
  private static Cluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Cluster.class, absent -> Cluster.start(), Cluster.class);
  }
}
