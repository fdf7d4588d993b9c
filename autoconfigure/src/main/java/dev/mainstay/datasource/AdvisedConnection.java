package dev.mainstay.datasource;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A lent connection that explains its errors and can be kept from being lent again. Like
 * every connection it is meant for one thread at a time.
 */
public final class AdvisedConnection extends ForwardingConnection {

	private final ConnectionAdvice advice;

	private boolean retired;

	private boolean lost;

	private boolean replaced;

	private boolean commitFailed;

	private @Nullable Map<TransactionHook, Object> attachments;

	public AdvisedConnection(Connection delegate, ConnectionAdvice advice) {
		super(delegate);
		this.advice = advice;
	}

	/**
	 * Return what the data source of this connection does with its connections.
	 * @return the advice
	 */
	public ConnectionAdvice advice() {
		return this.advice;
	}

	/**
	 * Return the bean name of the data source that lent this connection.
	 * @return the name
	 */
	public String dataSource() {
		return this.advice.dataSource();
	}

	/**
	 * Return the product at the other end.
	 * @return the product
	 */
	public DatabaseProduct product() {
		return this.advice.product();
	}

	/**
	 * Keep something for a hook until the transaction is over.
	 * @param hook the hook
	 * @param value what to keep
	 */
	public void attach(TransactionHook hook, Object value) {
		Map<TransactionHook, Object> kept = this.attachments;
		if (kept == null) {
			kept = new IdentityHashMap<>(4);
			this.attachments = kept;
		}
		kept.put(hook, value);
	}

	/**
	 * Return what was kept for a hook in this transaction.
	 * @param hook the hook
	 * @return the value, or {@code null} if nothing was kept
	 */
	public @Nullable Object attachment(TransactionHook hook) {
		return (this.attachments != null) ? this.attachments.get(hook) : null;
	}

	/**
	 * See to it that the pool drops this connection when it is closed. Until then it can
	 * be used and rolled back as before.
	 */
	public void retire() {
		this.retired = true;
	}

	/**
	 * Say that the session behind this connection is gone. The pool drops it when it is
	 * closed, and rolling back is no longer an error: the server has done so.
	 */
	public void lose() {
		this.lost = true;
		this.retired = true;
	}

	/**
	 * See to it that the pool drops this connection when it is closed, although nothing
	 * is wrong with it.
	 */
	public void replace() {
		this.replaced = true;
	}

	private SQLException failed(SQLException error) {
		return failed(error, false);
	}

	SQLException failed(SQLException error, boolean limited) {
		try {
			return this.advice.explain(error, this, limited);
		}
		catch (RuntimeException ex) {
			error.addSuppressed(ex);
			return error;
		}
	}

	@Override
	public void close() throws SQLException {
		if (this.retired || this.replaced) {
			boolean failed = this.retired;
			this.retired = false;
			this.replaced = false;
			this.advice.discard(delegate(), failed);
			return;
		}
		super.close();
	}

	@Override
	public <T> T unwrap(Class<T> iface) throws SQLException {
		return (iface == AdvisedConnection.class) ? iface.cast(this) : withoutOurs(delegate().unwrap(iface), iface);
	}

	// Below the pool there is one more connection of ours, where the driver's is meant.
	private static <T> T withoutOurs(T unwrapped, Class<T> iface) {
		T result = unwrapped;
		while (result instanceof ForwardingConnection ours && iface.isInstance(ours.delegate())) {
			result = iface.cast(ours.delegate());
		}
		return result;
	}

	@Override
	public boolean isWrapperFor(Class<?> iface) throws SQLException {
		return iface == AdvisedConnection.class || delegate().isWrapperFor(iface);
	}

	@Override
	public Statement createStatement() throws SQLException {
		try {
			return new AdvisedStatement<>(this, super.createStatement());
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public Statement createStatement(int resultSetType, int resultSetConcurrency) throws SQLException {
		try {
			return new AdvisedStatement<>(this, super.createStatement(resultSetType, resultSetConcurrency));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public Statement createStatement(int resultSetType, int resultSetConcurrency, int resultSetHoldability)
			throws SQLException {
		try {
			return new AdvisedStatement<>(this,
					super.createStatement(resultSetType, resultSetConcurrency, resultSetHoldability));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public PreparedStatement prepareStatement(String sql) throws SQLException {
		try {
			return new AdvisedPreparedStatement<>(this, super.prepareStatement(sql));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
		try {
			return new AdvisedPreparedStatement<>(this, super.prepareStatement(sql, autoGeneratedKeys));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
		try {
			return new AdvisedPreparedStatement<>(this, super.prepareStatement(sql, columnIndexes));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
		try {
			return new AdvisedPreparedStatement<>(this, super.prepareStatement(sql, columnNames));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
			throws SQLException {
		try {
			return new AdvisedPreparedStatement<>(this,
					super.prepareStatement(sql, resultSetType, resultSetConcurrency));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency,
			int resultSetHoldability) throws SQLException {
		try {
			return new AdvisedPreparedStatement<>(this,
					super.prepareStatement(sql, resultSetType, resultSetConcurrency, resultSetHoldability));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public CallableStatement prepareCall(String sql) throws SQLException {
		try {
			return new AdvisedCallableStatement(this, super.prepareCall(sql));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency) throws SQLException {
		try {
			return new AdvisedCallableStatement(this, super.prepareCall(sql, resultSetType, resultSetConcurrency));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency,
			int resultSetHoldability) throws SQLException {
		try {
			return new AdvisedCallableStatement(this,
					super.prepareCall(sql, resultSetType, resultSetConcurrency, resultSetHoldability));
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void commit() throws SQLException {
		try {
			super.commit();
		}
		catch (SQLException ex) {
			this.commitFailed = true;
			throw failed(ex);
		}
	}

	@Override
	public void rollback() throws SQLException {
		boolean lostBefore = this.lost;
		try {
			super.rollback();
		}
		catch (SQLException ex) {
			// The server rolls back what a lost connection leaves. Failing again would
			// only hide from the caller the error that lost it. After a commit without an
			// answer nobody knows, and success here would be a false statement.
			if (!lostBefore || this.commitFailed) {
				throw failed(ex);
			}
		}
	}

	@Override
	public void rollback(Savepoint savepoint) throws SQLException {
		try {
			super.rollback(savepoint);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public Savepoint setSavepoint() throws SQLException {
		try {
			return super.setSavepoint();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public Savepoint setSavepoint(String name) throws SQLException {
		try {
			return super.setSavepoint(name);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void releaseSavepoint(Savepoint savepoint) throws SQLException {
		try {
			super.releaseSavepoint(savepoint);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void setAutoCommit(boolean autoCommit) throws SQLException {
		try {
			super.setAutoCommit(autoCommit);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void setReadOnly(boolean readOnly) throws SQLException {
		try {
			super.setReadOnly(readOnly);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void setTransactionIsolation(int level) throws SQLException {
		try {
			super.setTransactionIsolation(level);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public int getTransactionIsolation() throws SQLException {
		try {
			return super.getTransactionIsolation();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void setSchema(String schema) throws SQLException {
		try {
			super.setSchema(schema);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public String getSchema() throws SQLException {
		try {
			return super.getSchema();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public void setCatalog(String catalog) throws SQLException {
		try {
			super.setCatalog(catalog);
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public String getCatalog() throws SQLException {
		try {
			return super.getCatalog();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

	@Override
	public DatabaseMetaData getMetaData() throws SQLException {
		try {
			return super.getMetaData();
		}
		catch (SQLException ex) {
			throw failed(ex);
		}
	}

}
