package dev.mainstay.kitchen;

import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells the names of authors, one at a time.
 */
@Service
public class AuthorService {

	private final EntityManager entityManager;

	AuthorService(EntityManager entityManager) {
		this.entityManager = entityManager;
	}

	@Transactional(readOnly = true)
	public String name(long id) {
		return this.entityManager.find(Author.class, id).name;
	}

}
