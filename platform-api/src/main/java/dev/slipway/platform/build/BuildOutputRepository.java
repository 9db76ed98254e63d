package dev.slipway.platform.build;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface BuildOutputRepository extends JpaRepository<BuildOutputEntity, UUID> {

    /** Deletes the outputs of an app's builds but the newest: so many, and of those only as fit into so many bytes. */
    @Modifying
    @Query(nativeQuery = true, value = """
            delete from build_output where build_id in (
                select build_id from (
                    select o.build_id, row_number() over newest as place, sum(octet_length(o.text)) over newest as bytes
                    from build_output o join build b on b.id = o.build_id
                    where b.app_id = :app and b.status <> 'pending'
                    window newest as (order by b.created_at desc, b.id)) kept
                where place > :most or bytes > :mostBytes and place > 1)""")
    int prune(UUID app, int most, long mostBytes);
}
