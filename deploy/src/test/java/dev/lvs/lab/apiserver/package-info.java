/**
 * A real Kubernetes API server on this machine, in seconds and without root, and the JUnit
 * extension that gives it to a test class, emptied of all resources of lvs.dev before each.
 *
 * <p>May import the JDK, the Kubernetes client and Testcontainers; nothing of the product.
 *
 * <p>The decision in it: Kubernetes behaviour is tested on the real thing. No mock does server-side
 * apply, CEL or admission, and production code gets no switch for one. Where a Docker engine
 * answers the API server comes as a k3s container; everywhere else etcd and kube-apiserver run as
 * two ordinary processes from the program that {@code deploy/lab/control-plane/build} links. Both
 * implement {@link dev.lvs.lab.apiserver.ControlPlane}.
 */
@NullMarked
package dev.lvs.lab.apiserver;

import org.jspecify.annotations.NullMarked;
