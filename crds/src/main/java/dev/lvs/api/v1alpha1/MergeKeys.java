package dev.lvs.api.v1alpha1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The fields that tell the items of a list apart, so that several writers can each own some of them
 * (x-kubernetes-list-map-keys). Every key is required or has a default. Without any the list is
 * written as a whole: its items may repeat, and their order means something.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface MergeKeys {
  String[] value();
}
