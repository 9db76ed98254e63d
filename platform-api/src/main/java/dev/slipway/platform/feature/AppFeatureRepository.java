package dev.slipway.platform.feature;

import org.springframework.data.jpa.repository.JpaRepository;

interface AppFeatureRepository extends JpaRepository<AppFeatureEntity, AppFeatureEntity.Key> {}
