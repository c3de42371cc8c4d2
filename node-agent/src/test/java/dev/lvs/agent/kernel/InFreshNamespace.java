package dev.lvs.agent.kernel;

import static java.util.Objects.requireNonNull;

import dev.lvs.agent.syscall.NetworkNamespace;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs every test, and what is done before and after it, in a network namespace of its own. */
public final class InFreshNamespace
    implements BeforeEachCallback, AfterEachCallback, InvocationInterceptor {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(InFreshNamespace.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(STORE).put(NetworkNamespace.class, NetworkNamespace.fresh());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    namespace(context).close();
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    inside(context, invocation);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    inside(context, invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    inside(context, invocation);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    inside(context, invocation);
  }

  private static void inside(ExtensionContext context, Invocation<Void> invocation)
      throws Throwable {
    Throwable thrown =
        namespace(context)
            .call(
                () -> {
                  try {
                    invocation.proceed();
                    return new Passed();
                  } catch (Throwable e) {
                    return e;
                  }
                });
    if (!(thrown instanceof Passed)) {
      throw thrown;
    }
  }

  /** Instead of null. */
  private static final class Passed extends Throwable {
    private static final long serialVersionUID = 1;
  }

  private static NetworkNamespace namespace(ExtensionContext context) {
    return requireNonNull(
        context.getStore(STORE).get(NetworkNamespace.class, NetworkNamespace.class));
  }
}
